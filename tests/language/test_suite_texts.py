"""What suites say when a test fails is told in Chinese, too, and no digest of a suite knows of it."""

from __future__ import annotations

import re
import time
from pathlib import Path

import polib
import pytest

from grader.language import Message, from_plain, to_plain, told
from grader.language.message import with_translations
from grader.language.suite_texts import LONGEST, file_beside, hidden_file, public_file, text_of_suite
from tools import suite_texts

PUBLIC, HIDDEN = public_file("zh-CN"), hidden_file("zh-CN")

NAMES = {"converged", "diverged", "oscillating", "too slow", "losses"}
"""Words of the suites that are values of a function, or names of a variable."""


@pytest.mark.parametrize("path", [PUBLIC, HIDDEN], ids=["public", "hidden"])
def test_the_files_hold_what_the_suites_say(path: object) -> None:
    """No text is missing, none is left over: `make messages` would change nothing."""
    renewed = suite_texts.renewed("zh-CN")
    assert {place: place.read_text(encoding="utf-8") == text for place, text in renewed.items()}[path]  # type: ignore[index]


def test_every_text_has_its_chinese() -> None:
    """But names and numbers, which are the same in every language; places stay."""
    entries = [e for path in (PUBLIC, HIDDEN) for e in polib.pofile(str(path))]
    assert len(entries) > 600
    for entry in entries:
        assert entry.msgstr, entry.msgid
        places = re.findall(r"\{\w+\}", entry.msgid)
        assert sorted(places) == sorted(re.findall(r"\{\w+\}", entry.msgstr)), entry.msgid
        words = re.findall(r"[a-z]{2,} [a-z]{2,}", re.sub(r"\{\w+\}", "", entry.msgid))
        if words and entry.msgid not in NAMES:
            assert re.search("[\u4e00-\u9fff]", entry.msgstr), entry.msgid


def test_public_texts_come_with_the_package_and_hidden_ones_do_not() -> None:
    """The wheel has the folder of translations and not that of the suites."""
    assert PUBLIC.parent.name == "LC_MESSAGES"
    assert HIDDEN.parent.name == "suites"
    public = {e.msgid for e in polib.pofile(str(PUBLIC))}
    assert public.isdisjoint(e.msgid for e in polib.pofile(str(HIDDEN)))


@pytest.mark.parametrize(
    ("said", "chinese"),
    [
        ("the loss should fall", "损失应当下降"),
        ("the gradient of W1", "W1 的梯度"),
        ("no axes show both loss and val_loss", "没有一个坐标系同时画出 loss 和 val_loss"),
        ("the weights of another course", None),
        ("accuracy at least 0.9; full points are for 0.95", None),
    ],
)
def test_a_public_text_is_found_with_its_facts(said: str, chinese: str | None) -> None:
    """Also where names and numbers were filled in; what no public test of ours says stays as it is."""
    assert text_of_suite("zh-CN", said) == chinese
    assert told(from_plain({"msgid": said}), "zh-CN") == (chinese or said)
    assert Message(said).told("en") == said


def test_a_hidden_text_takes_its_translation_along() -> None:
    """Into the record of a result, which may be told where the suites are not."""
    said = Message("{what} has a wrong value", {"what": Message("the scale of the gradient")})
    both = with_translations(said, HIDDEN)
    assert told(said, "zh-CN") == "the scale of the gradient：数值不正确"
    assert told(from_plain(to_plain(both)), "zh-CN") == "梯度的倍数：数值不正确"
    assert both == said
    award = with_translations(Message("accuracy at least 0.9; full points are for 0.95"), HIDDEN)
    assert told(award, "zh-CN") == "准确率至少 0.9；满分需要 0.95"


def test_a_course_of_ones_own_brings_its_own(tmp_path: Path) -> None:
    """In a file beside its suites' folders."""
    (tmp_path / "zh_CN.po").write_text('msgid "the rank is wrong"\nmsgstr "秩不正确"\n', encoding="utf-8")
    words = file_beside(tmp_path, "zh-CN")
    assert told(with_translations(Message("the rank is wrong"), words), "zh-CN") == "秩不正确"
    assert with_translations("the student's own words", words) == "the student's own words"


@pytest.mark.parametrize("unit", ["a", " ", "1", ", ", "is ", "the loss ", "()", "of "])
def test_no_text_takes_long(unit: str) -> None:
    """A submission may have put anything into it: each of our sentences with places, filled with very much."""
    begun = time.process_time()
    for file in (public_file("zh-CN"), hidden_file("zh-CN")):
        for entry in polib.pofile(str(file), encoding="utf-8"):
            for length in (LONGEST // 8, LONGEST - len(entry.msgid), 10_000):
                much = unit * (length // len(unit))
                text_of_suite("zh-CN", much.join(re.split(r"\{\w+\}", entry.msgid)), file)
                text_of_suite("zh-CN", much + entry.msgid, file)
                text_of_suite("zh-CN", entry.msgid.replace("{", much + "{"), file)
    assert time.process_time() - begun < 60  # seconds; trying every way to divide a text would take days
