"""Help and mistakes of the command line in Chinese; in English they are click's own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len

from grader.cli import COMMANDS
from grader.language.command_line import recognised, wrapped
from grader.language.message import told

from .words import sentences_in

COMMAND = str(Path(sys.executable).parent / "xorcise")


def xorcise(*args: str, lang: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a user does whose locale is ``lang``."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG", "XORCISE_LANG"))}
    environment |= {"LANG": lang, "COLUMNS": "80", "PYTHONUTF8": "1"} | env
    return subprocess.run([COMMAND, *args], capture_output=True, text=True, env=environment, timeout=300, check=False)


@pytest.mark.parametrize("command", ["", *sorted(set(COMMANDS) - {"audit"})])
def test_help_is_chinese_throughout(command: str) -> None:
    """Names of options and values apart, there is no English sentence, and no line is wider than the terminal."""
    text = xorcise(*command.split(), "--help", lang="zh_CN.UTF-8").stdout
    assert text.startswith("用法：xorcise")
    assert not sentences_in(text)
    assert all(cell_len(line) <= 80 for line in text.splitlines())


def test_help_is_english_elsewhere() -> None:
    """As click writes it."""
    assert xorcise("grade", "--help", lang="C").stdout.startswith(
        "Usage: xorcise grade [OPTIONS] SUBMISSIONS\n\n  Grade a"
    )


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["grade"], "缺少参数 'SUBMISSIONS'。（参见 `xorcise grade --help`）"),
        (["grade", "."], "缺少选项 '-o' / '--out'。（参见 `xorcise grade --help`）"),
        (["grade", ".", "-o", "x", "-j", "0"], "'-j' / '--jobs' 的值无效：0 不在范围 1<=x<=256 内。"),
        (["grade", ".", "-o", "x", "-j", "a"], "'-j' / '--jobs' 的值无效：'a' 不是整数。"),
        (["grade", ".", "-o", "x", "--min-containment", "steel"], "'steel' 不在可选值之中：'bare', "),
        (["grade", ".", "-o"], "选项 '-o' 需要一个值。"),
        (["grade", ".", "-o", "x", "--again=1"], "选项 '--again' 不能带值。"),
        (["list", "x"], "多余的参数（x）"),
        (["frobnicate"], "没有命令 'frobnicate'。"),
        (["grade", "--lagn", "en"], "没有选项 '--lagn'。"),
        (["check", "77"], "没有练习 '77'，也没有叫这个名字的函数、文件或文件夹；"),
        (["grade", "nowhere", "-o", "x"], "nowhere 不存在：请给出每名学生占一项的文件夹"),
        (["report", "nowhere"], "nowhere 中没有评分结果；"),
    ],
)
def test_mistakes_are_told_in_chinese(args: list[str], said: str) -> None:
    """Click's and ours, on one line."""
    done = xorcise(*args, lang="zh_CN.UTF-8")
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert not sentences_in(done.stderr)
    assert done.stderr.count("\n") == 1


def test_an_option_outweighs_the_environment() -> None:
    """Also in mistakes that are found before the option is read, and in help."""
    assert "No such option" in xorcise("report", "--lang", "en", "--bogus", lang="zh_CN").stderr
    assert "没有选项" in xorcise("report", "--bogus", "--lang", "zh-CN", lang="C").stderr
    assert "holds no results" in xorcise("report", "nowhere", lang="zh_CN", XORCISE_LANG="en").stderr
    assert xorcise("report", "--lang", "zh-CN", "--help", lang="C").stdout.startswith("用法：")


def test_a_sentence_of_clicks_that_is_not_ours_stays() -> None:
    """Another version of click may word it otherwise."""
    assert recognised("Something new went wrong.") == "Something new went wrong."
    assert told(recognised("Missing argument 'X'."), "zh-CN") == "缺少参数 'X'。"


def test_chinese_lines_are_broken_by_cells() -> None:
    """A character takes two; punctuation does not begin a line, and a word stays whole."""
    assert [*wrapped("一二三四，五 module six", 8)] == ["一二三", "四，五", "module", "six"]
    assert [*wrapped("", 8)] == [""]
