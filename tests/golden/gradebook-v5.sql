BEGIN TRANSACTION;
CREATE TABLE content (
	files VARCHAR(64) NOT NULL, 
	packed BLOB NOT NULL, 
	PRIMARY KEY (files)
);
INSERT INTO "content" VALUES('df180874692aafb72f38d6ab32d9e656816a2118ac4d2b11f6aec633afcf96e7',X'789C9B3869654E7E71716AB15E41E511D6B4CCA2E2120058B2086E');
INSERT INTO "content" VALUES('91e9051f1f399dd3a2e51fc7c45f4b2216eeff9439c8d64af7ff48a1cdd046c6',X'789C9B3869654E7E71716AB15E41E511B6E2D4E4FCBC1400617108C3');
INSERT INTO "content" VALUES('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',X'789C9B000000910091');
CREATE TABLE entry (
	id INTEGER NOT NULL, 
	student VARCHAR(200) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	received VARCHAR(32) NOT NULL, 
	problem TEXT NOT NULL, 
	notes TEXT NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "entry" VALUES(1,'ada','941770bdd1c029bf5059dea0d7507ba6cebd67114477ec912ecf7e0344494a80','2026-11-30T20:07:01+00:00','','[]');
INSERT INTO "entry" VALUES(2,'bob','7135ee70f5edeb7b84b6c8186a1e0fc5a9dcc1546e03414e14baf165597a0c84','2026-11-30T20:07:01+00:00','','[]');
INSERT INTO "entry" VALUES(3,'zoe','e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855','2026-11-30T20:07:01+00:00','{"msgid": "the zip is broken"}','[]');
CREATE TABLE explained (
	grading INTEGER NOT NULL, 
	made VARCHAR(32) NOT NULL, 
	PRIMARY KEY (grading), 
	FOREIGN KEY(grading) REFERENCES grading (id)
);
INSERT INTO "explained" VALUES(1,'2026-11-27T10:00:00+00:00');
CREATE TABLE grading (
	id INTEGER NOT NULL, 
	run INTEGER NOT NULL, 
	slug VARCHAR(100) NOT NULL, 
	files VARCHAR(64) NOT NULL, 
	suite VARCHAR(64) NOT NULL, 
	data VARCHAR(20) NOT NULL, 
	seed INTEGER NOT NULL, 
	engine VARCHAR(40) NOT NULL, 
	attempt INTEGER NOT NULL, 
	fault BOOLEAN NOT NULL, 
	level VARCHAR(20) NOT NULL, 
	containment TEXT NOT NULL, 
	started VARCHAR(32) NOT NULL, 
	duration_s FLOAT NOT NULL, 
	outcome VARCHAR(20) NOT NULL, 
	score FLOAT NOT NULL, 
	max_score FLOAT NOT NULL, 
	tests TEXT(16777216) NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT graded_once UNIQUE (slug, files, suite, data, seed, engine, attempt), 
	FOREIGN KEY(run) REFERENCES run (id)
);
INSERT INTO "grading" VALUES(1,1,'02_losses','91e9051f1f399dd3a2e51fc7c45f4b2216eeff9439c8d64af7ff48a1cdd046c6','suite one','none',0,'0.1.0',0,0,'landlock','{"level": "landlock", "seccomp": true, "missing": []}','2026-11-26T10:00:00+00:00',0.5,'partial',7.0,10.0,'[{"id":"test_one","title":"One.","title_zh":"一。","outcome":"failed","visibility":"hidden","points":7.0,"max_points":10.0,"message":"called: f(1)"}]');
INSERT INTO "grading" VALUES(2,1,'02_losses','df180874692aafb72f38d6ab32d9e656816a2118ac4d2b11f6aec633afcf96e7','suite one','none',0,'0.1.0',0,0,'landlock','{"level": "landlock", "seccomp": true, "missing": []}','2026-11-26T10:00:00+00:00',0.5,'partial',7.0,10.0,'[{"id":"test_one","title":"One.","title_zh":"一。","outcome":"failed","visibility":"hidden","points":7.0,"max_points":10.0,"message":"called: f(1)"}]');
INSERT INTO "grading" VALUES(3,1,'02_losses','e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855','suite one','none',0,'0.1.0',0,0,'landlock','{"level": "landlock", "seccomp": true, "missing": []}','2026-11-26T10:00:00+00:00',0.5,'partial',7.0,10.0,'[{"id":"test_one","title":"One.","title_zh":"一。","outcome":"failed","visibility":"hidden","points":7.0,"max_points":10.0,"message":"called: f(1)"}]');
CREATE TABLE meta (
	"key" VARCHAR(40) NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('version','5');
INSERT INTO "meta" VALUES('roster','{"headings": ["name", "email"], "most": {}}');
CREATE TABLE override (
	id INTEGER NOT NULL, 
	student VARCHAR(200) NOT NULL, 
	slug VARCHAR(100) NOT NULL, 
	points FLOAT, 
	reason TEXT NOT NULL, 
	made VARCHAR(32) NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "override" VALUES(1,'ada','02_losses',9.0,'the suite was too strict','2026-11-27T10:00:00+00:00');
CREATE TABLE person (
	name VARCHAR(200) NOT NULL, 
	identified TEXT, 
	delivered TEXT, 
	ids TEXT NOT NULL, 
	enrolled BOOLEAN NOT NULL, 
	columns TEXT NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "person" VALUES('ada','ada','ada','["a1@example.org"]',1,'{"name": "ada", "email": "a1@example.org"}');
INSERT INTO "person" VALUES('bob','bob','bob','[]',0,'{}');
INSERT INTO "person" VALUES('zoe','zoe','zoe','[]',0,'{}');
CREATE TABLE run (
	id INTEGER NOT NULL, 
	started VARCHAR(32) NOT NULL, 
	finished VARCHAR(32), 
	engine VARCHAR(40) NOT NULL, 
	seed INTEGER NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "run" VALUES(1,'2026-11-30T20:07:01+00:00','2026-11-30T20:07:01+00:00','0.1.0',0);
CREATE TABLE submission (
	id INTEGER NOT NULL, 
	entry INTEGER NOT NULL, 
	student VARCHAR(200) NOT NULL, 
	slug VARCHAR(100) NOT NULL, 
	files VARCHAR(64) NOT NULL, 
	submitted VARCHAR(32), 
	PRIMARY KEY (id), 
	FOREIGN KEY(entry) REFERENCES entry (id)
);
INSERT INTO "submission" VALUES(1,1,'ada','02_losses','df180874692aafb72f38d6ab32d9e656816a2118ac4d2b11f6aec633afcf96e7',NULL);
INSERT INTO "submission" VALUES(2,2,'bob','02_losses','91e9051f1f399dd3a2e51fc7c45f4b2216eeff9439c8d64af7ff48a1cdd046c6',NULL);
INSERT INTO "submission" VALUES(3,3,'zoe','02_losses','e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',NULL);
CREATE TABLE verdict (
	id INTEGER NOT NULL, 
	run INTEGER NOT NULL, 
	student VARCHAR(200) NOT NULL, 
	slug VARCHAR(100) NOT NULL, 
	submission INTEGER NOT NULL, 
	grading INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(run) REFERENCES run (id), 
	FOREIGN KEY(submission) REFERENCES submission (id), 
	FOREIGN KEY(grading) REFERENCES grading (id)
);
INSERT INTO "verdict" VALUES(1,1,'bob','02_losses',2,1);
INSERT INTO "verdict" VALUES(2,1,'ada','02_losses',1,2);
INSERT INTO "verdict" VALUES(3,1,'zoe','02_losses',3,3);
CREATE TABLE written (
	path VARCHAR(400) NOT NULL, 
	state VARCHAR(64) NOT NULL, 
	stamp VARCHAR(60) NOT NULL, 
	PRIMARY KEY (path)
);
CREATE INDEX entry_of_student ON entry (student, id);
CREATE INDEX override_of_student ON override (student, slug, id);
CREATE INDEX submission_of_student ON submission (slug, student, id);
CREATE INDEX submission_with_files ON submission (slug, files);
CREATE INDEX verdict_of_student ON verdict (slug, student, id);
CREATE INDEX verdict_of_run ON verdict (run, id);
COMMIT;
