"""A message is its English sentence, keeps its facts wherever it travels, and is told in Chinese when asked to."""

from __future__ import annotations

import copy
import json
import os
import pickle
import subprocess
import sys

import pytest

from grader.errors import DiskFilled, GraderError, Mismatch, Place, StudentFault, StudentRaised, UsageError, reason
from grader.language import Given, Message, _, either, from_plain, joined, listed, ngettext, to_plain, told

LEFT = _("no space left for {path}: what was graded is kept; make room and run the same again", path="/out")

MESSAGES = [
    LEFT,
    _("{path}: {fault}", path="course.toml", fault=_("{key} is missing", key="due")),
    ngettext("{n} submission could not be read", "{n} submissions could not be read", 3),
    listed(["02_losses", _("the docstring")]),
    Given({"en": "One sample.", "zh-CN": "单个样本。"}),
]


def test_a_message_is_its_english_sentence() -> None:
    """Wherever a text is wanted, it is one."""
    message = _("{name} is not written yet", name="relu")
    assert message == "relu is not written yet"
    assert f"{message}!" == "relu is not written yet!"
    assert json.dumps([message]) == '["relu is not written yet"]'


def test_a_message_is_told_in_chinese() -> None:
    """With its facts; a fact that is a message is told in Chinese too."""
    assert _("{name} is not written yet", name="relu").told("zh-CN") == "relu 尚未实现"
    assert MESSAGES[1].told("zh-CN") == "course.toml：缺少 due"
    assert told("a text of somebody else's", "zh-CN") == "a text of somebody else's"


@pytest.mark.parametrize(
    ("n", "english"), [(0, "0 submissions"), (1, "1 submission"), (2, "2 submissions"), (21, "21 submissions")]
)
def test_numbers_have_their_plural(n: int, english: str) -> None:
    """English has two forms, Chinese one."""
    message = ngettext("{n} submission could not be read", "{n} submissions could not be read", n)
    assert message == f"{english} could not be read"
    assert message.told("zh-CN") == f"{n} 份提交无法读取"


@pytest.mark.parametrize("message", MESSAGES)
@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_a_message_travels_with_its_facts(message: Message, protocol: int) -> None:
    """Through pickle, a copy and plain data, it still knows its Chinese."""
    for other in (
        pickle.loads(pickle.dumps(message, protocol)),
        copy.deepcopy(message),
        from_plain(json.loads(json.dumps(to_plain(message)))),
    ):
        assert isinstance(other, Message)
        assert other == message
        assert other.told("zh-CN") == message.told("zh-CN")


@pytest.mark.parametrize("error", [UsageError(LEFT), GraderError(LEFT), DiskFilled()])
def test_an_error_travels_with_its_message(error: UsageError | GraderError) -> None:
    """From a slot's process, or a Dask worker's, to the driver."""
    other = pickle.loads(pickle.dumps(error))
    assert type(other) is type(error)
    assert (str(other), other.line) == (str(error), error.line)
    assert told(other.line, "zh-CN") == told(error.line, "zh-CN") != str(error)


@pytest.mark.parametrize(
    ("fault", "english", "chinese"),
    [
        (
            StudentRaised("TypeError", "f()", Place(_("on line {line} of {file}", line=3, file="a.py"), "f()")),
            "your code raised TypeError on line 3 of a.py\n| f()\n| TypeError: f()",
            "你的代码在 a.py 第 3 行抛出了 TypeError\n| f()\n| TypeError: f()",
        ),
        (
            Mismatch(_("{what} has a wrong value", what=_("the result")), "f(1)", "2", "3"),
            "the result has a wrong value\ncalled: f(1)\nexpected: 2\ngot: 3",
            "结果：数值不正确\ncalled: f(1)\nexpected: 2\ngot: 3",
        ),
        (
            StudentFault(_("the program ended itself instead of answering"), _("exit status {number}", number=3)),
            "the program ended itself instead of answering: exit status 3",
            "程序没有返回结果就自行结束了：退出状态 3",
        ),
    ],
)
def test_a_students_fault_is_told_in_both(fault: StudentFault, english: str, chinese: str) -> None:
    """The labels of its parts are the format's, and the same in both."""
    assert str(fault) == english
    assert told(fault.message, "zh-CN") == chinese


def test_a_fact_cannot_ask_for_more() -> None:
    """A place is a name in braces: what a stranger puts into one is not looked at for places or formats."""
    assert (
        _("{name} is not written yet", name="{name.__class__} {0:>99}") == "{name.__class__} {0:>99} is not written yet"
    )
    assert joined("\n", ["{part1}", "b"]) == "{part1}\nb"


def test_a_place_without_a_fact_is_left_open() -> None:
    """It can be filled later."""
    rule = _("must be tables: write [[{key}]] above each")
    assert rule == "must be tables: write [[{key}]] above each"
    assert rule.having(key="extension").told("zh-CN") == "必须是表：请在每个表前写 [[extension]]"


def test_only_strangers_texts_are_changed() -> None:
    """Cleaning reaches the facts in a message, also of messages in it."""
    message = _("{path}: {fault}", path="a", fault=_("{key} is missing", key="b"))
    assert message.each(str.upper) == "A: B is missing"


def test_lists_and_choices() -> None:
    """Of none, one and several."""
    assert [listed(parts) for parts in ([], ["a"], ["a", "b", "c"])] == ["", "a", "a, b, c"]
    assert listed(["a", "b"]).told("zh-CN") == "a、b"
    assert (either(["a", "b"]), either(["a", "b"]).told("zh-CN")) == ("a or b", "a 或 b")
    assert joined("\n", []).told("zh-CN") == ""


def test_what_the_system_refused_is_told_in_both() -> None:
    """The English words are the system's own; a fault that we have no words for keeps them."""
    for number in (2, 13, 28):
        error = OSError(number, "what the system says")
        assert reason(error) == os.strerror(number)
        assert told(reason(error), "zh-CN") != reason(error)
    assert reason(OSError(9999, "Strange")) == "Strange"


def test_english_waits_for_no_translation() -> None:
    """Neither polib nor the translations are read before a sentence is asked for in Chinese."""
    code = (
        "import sys; from grader.language import _; import grader.errors; m = _('interrupted'); m.told('en');"
        "assert 'polib' not in sys.modules; assert m.told('zh-CN') == '已中断'; assert 'polib' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
