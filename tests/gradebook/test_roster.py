"""Rosters as platforms export them, and whose work an entry is."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.gradebook.belonging import Belonging, Known, belonging
from grader.gradebook.roster import Roster, read_roster
from grader.submission import Entry

CANVAS = """\
\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Losses (1234)
    Points Possible,,,,,100
"Example, Ada",101,S-1,ada@example.org,A,
"Example, Bob",102,S-2,bob@example.org,A,55
"Student, Test",103,,abc,A,
"""
MOODLE = """\
Identifier,Full name,Email address,Status,Grade,Maximum Grade,Last modified (grade),Feedback comments
Participant 101,Ada Example,ada@example.org,No submission,,100.00,-,
Participant 102,Bob Example,bob@example.org,Submitted for grading,,100.00,-,
"""
PARTICIPANTS = """\
First name;Last name;ID number;Email address;Groups
Ada;Example;101;ada@example.org;
Bob;Example;102;bob@example.org;
"""
GRADESCOPE = """\
First Name,Last Name,SID,Email,Role
Ada,Example,101,ADA@example.org,Student
Bob,Example,102,bob@example.org,Student
"""
PLAIN = "student\tid\n Ada  Example \t101\n\nBob Example\t102\n"
CHINESE = "学号,姓名\n101,艾达\n102,鲍勃\n"


def roster(text: str, tmp_path: Path) -> Roster:
    path = tmp_path / "people.csv"
    path.write_text(text, encoding="utf-8")
    return read_roster(path)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (CANVAS, ["Ada Example", "Bob Example"]),
        (MOODLE, ["Ada Example", "Bob Example"]),
        (PARTICIPANTS, ["Ada Example", "Bob Example"]),
        (GRADESCOPE, ["Ada Example", "Bob Example"]),
        (PLAIN, ["Ada Example", "Bob Example"]),
        (CHINESE, ["艾达", "鲍勃"]),
    ],
)
def test_a_roster_is_read_as_its_platform_exports_it(text: str, names: list[str], tmp_path: Path) -> None:
    """Names, and the number by which the platform knows each; lines that are about nobody are left out."""
    found = roster(text, tmp_path)
    assert [person.name for person in found.people] == names
    entries = [Entry("x", tmp_path / "x", ids=("101",), key="x"), Entry("102", tmp_path / "102", key="102")]
    assert people_of(belonging(entries, found, [])) == names


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no column with names or identifiers"),
        ("grade,maximum\n1,2\n", "its headings are grade, maximum"),
        ("student\nAda\nada\n", "names Ada twice"),
        ('student\n"Ada', "not readable CSV"),
    ],
)
def test_a_roster_that_names_nobody_gets_one_line(text: str, why: str, tmp_path: Path) -> None:
    """What is wrong and how to mend it."""
    if '"Ada' in text:
        text += "x" * 200_000  # a cell longer than the csv module reads
    with pytest.raises(UsageError, match=why) as caught:
        roster(text, tmp_path)
    assert "\n" not in str(caught.value)


def test_a_missing_roster_gets_one_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nobody.csv does not exist; a roster is a CSV file"):
        read_roster(tmp_path / "nobody.csv")


def test_two_people_of_one_name_are_told_apart_by_their_numbers(tmp_path: Path) -> None:
    """And somebody in two sections is one person."""
    found = roster("name,id,section\nAda,1,A\nAda,2,A\nBob,3,A\nBob,3,B\n", tmp_path)
    assert [person.name for person in found.people] == ["Ada (1)", "Ada (2)", "Bob"]


# --- whose work an entry is -------------------------------------------------------------------------------------------


def people_of(found: Belonging) -> list[str]:
    return [entry.person for entry in found.entries]


def entry(key: str, *ids: str, person: str | None = None) -> Entry:
    return Entry(key if person is None else person, Path(key), ids=ids, key=key)


PEOPLE = "name,id,login,group\nAda Example,101,aexa,\nBob Example,102,bexa,Team 1\nEve Example,103,eexa,Team 1\n"


@pytest.mark.parametrize(
    "one",
    [
        entry("x", "aexa"),
        entry("101"),
        entry("AEXA"),
        entry("ada example"),
        entry("Example, Ada"),
        entry("Ａda_Example".replace("_", " ")),
        entry("canvas 101", "101", "unknown@example.org"),
    ],
)
def test_an_entry_is_its_persons(one: Entry, tmp_path: Path) -> None:
    """By what the platform says, by a number or a login that it is called by, or by name, however it is spelled."""
    found = belonging([one], roster(PEOPLE, tmp_path), [])
    assert (people_of(found), found.strangers, found.absent) == (["Ada Example"], (), ("Bob Example", "Eve Example"))


def test_a_group_hands_in_once(tmp_path: Path) -> None:
    """Its work is each member's."""
    found = belonging([entry("team 1")], roster(PEOPLE, tmp_path), [])
    assert people_of(found) == ["Bob Example", "Eve Example"]
    assert {one.path.name for one in found.entries} == {"team 1"}


def test_a_platform_s_word_is_above_a_name(tmp_path: Path) -> None:
    """A file called like another student stays a stranger's."""
    found = belonging([entry("Ada Example"), entry("7", "101")], roster(PEOPLE, tmp_path), [])
    assert people_of(found) == ["Ada Example (Ada Example)", "Ada Example"]
    assert found.strangers == ("Ada Example (Ada Example)",)


def test_two_entries_of_one_name_are_nobodys(tmp_path: Path) -> None:
    """Until a teacher says whose they are; neither gets the person's name."""
    found = belonging([entry("Ada Example"), entry("example ada")], roster(PEOPLE, tmp_path), [])
    assert "Ada Example" not in people_of(found)
    assert set(found.strangers) == set(people_of(found))
    assert "Ada Example" in found.absent


# --- a name once given stays ------------------------------------------------------------------------------------------


def test_a_newcomer_never_gets_a_name_that_was_given() -> None:
    """Of the same name or of one that looks the same; the one who had it keeps it, also beside them."""
    known = [Known("alice", "alice")]
    for key in ("Alice", "ＡLICE", "alice\u200b"):
        alone = belonging([entry(key, person="Alice")], Roster(), known)
        assert people_of(alone) == [f"Alice ({entry(key, person='x').path.name.replace(chr(0x200B), '_')})"]
        assert "another person has this name" in str(alone.entries[0].notes[0])
        both = belonging([entry("alice", person="alice (alice)"), entry(key, person="Alice (2)")], Roster(), known)
        assert people_of(both)[0] == "alice"


def test_the_same_name_with_another_number_is_another_person(tmp_path: Path) -> None:
    """On a platform, and in a roster: a number counts more than a name."""
    known = [Known("Ada Example", "moodle 111", ("111",))]
    found = belonging([entry("moodle 222", "222", person="Ada Example")], Roster(), known)
    assert people_of(found) == ["Ada Example (moodle 222)"]
    found = belonging([], roster("name,id\nAda Example,222\n", tmp_path), known)
    assert [person.name for person in found.roster.people] == ["Ada Example (222)"]


def test_a_name_stays_when_a_roster_comes(tmp_path: Path) -> None:
    """Results that were there before stay the person's, whatever the roster calls them."""
    found = belonging([entry("aexa")], roster(PEOPLE, tmp_path), [Known("aexa", "aexa")])
    assert people_of(found) == ["aexa"]
    assert found.roster.people[0].name == "aexa"
    later = belonging([entry("Ada Example")], roster(PEOPLE, tmp_path), [Known("aexa", "aexa", ("101", "aexa"))])
    assert people_of(later) == ["aexa"]


def test_an_entry_keeps_the_name_that_it_was_given() -> None:
    """Also one with an addition, and whoever comes between."""
    known = [Known("alice", "alice"), Known("Alice (Alice.zip)", "Alice")]
    found = belonging([entry("Alice", person="Alice"), entry("bob"), entry("alice")], Roster(), known)
    assert people_of(found) == ["Alice (Alice.zip)", "bob", "alice"]
