"""What reports say, in each language. Nothing else in this package holds words that a student reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from grader.errors import UsageError
from grader.result import Outcome

SIGNS: Mapping[Outcome, str] = {
    Outcome.PASSED: "✓",
    Outcome.PARTIAL: "◒",
    Outcome.FAILED: "✗",
    Outcome.NOT_ATTEMPTED: "◦",
    Outcome.STUDENT_ERROR: "!",
    Outcome.TIMED_OUT: "T",
    Outcome.OUT_OF_MEMORY: "M",
    Outcome.BLOCKED: "⊘",
    Outcome.GRADER_ERROR: "?",
}
"""One sign an outcome, so that colour is never the only signal. None is of ambiguous width: Chinese terminals draw
those two cells wide, and a table would fall out of line."""


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """All phrases of one language; a dataclass, so that a type checker finds the one that was not translated.

    There is one of each language, which is equal to itself alone, and so may be part of what something is kept by.
    """

    outcomes: Mapping[Outcome, str]
    facts: Mapping[str, str]
    """The parts of a failure, by the labels of ``grader.errors.Mismatch``."""

    colon: str
    passed_of: str
    hint: str
    quoted: str
    """Above the submission's own words."""

    recognised: str
    test: str

    feedback: str
    graded_at: str
    submission: str
    not_final: str
    older: str
    our_fault: str
    later: str
    unread: str
    data: str
    stand_in: str
    nothing: str

    class_report: str
    class_of: str
    mean: str
    mean_of: str
    mean_note: str
    attention: str
    broken_in: str
    scores: str
    student: str
    total: str
    no_total: str
    absent: str
    hardest: str
    hardest_note: str
    passed: str
    share: str
    students: str
    students_note: str
    containment: str
    missing: str
    engine: str
    seed: str


ENGLISH = Words(
    outcomes={
        Outcome.PASSED: "passed",
        Outcome.PARTIAL: "partial",
        Outcome.FAILED: "failed",
        Outcome.NOT_ATTEMPTED: "not attempted",
        Outcome.STUDENT_ERROR: "error",
        Outcome.TIMED_OUT: "timed out",
        Outcome.OUT_OF_MEMORY: "out of memory",
        Outcome.BLOCKED: "blocked",
        Outcome.GRADER_ERROR: "grader error",
    },
    facts={"called": "Called", "expected": "Expected", "got": "Got", "where": "Where"},
    colon=": ",
    passed_of="{passed} of {total} passed",
    hint="Hint",
    quoted="In the words of the submission",
    recognised="Recognised",
    test="Test",
    feedback="Feedback",
    graded_at="Graded",
    submission="Submission",
    not_final="Not final: the grader failed in at least one test.",
    older="Graded by an older version: what happened in hidden tests is not shown until the work is graded again.",
    our_fault="A fault of the grader, not of this code. The test has not been decided.",
    later="Inputs and expected values are shown after the due date.",
    unread="Your submission could not be read",
    data="Data",
    stand_in="scikit-learn's digits stood in for MNIST, with thresholds made for them",
    nothing="Nothing was graded.",
    class_report="Class report",
    class_of="Submissions: {total}, of which graded: {graded}",
    mean="Mean",
    mean_of="of {most} on average",
    mean_note="Means leave out what could not be read and what the grader failed to decide.",
    attention="Needs your attention",
    broken_in="No verdict: the grader failed in {names}.",
    scores="Scores",
    student="Student",
    total="Total",
    no_total="not graded",
    absent="none",
    hardest="What was hard",
    hardest_note="How many passed each test, hardest first, with the misconceptions that were recognised.",
    passed="Passed",
    share="Share",
    students="Student by student",
    students_note="Open a name for every test, with its inputs and expected values.",
    containment="Containment",
    missing="missing: {names}",
    engine="Xorcise",
    seed="Seed",
)

CHINESE = Words(
    outcomes={
        Outcome.PASSED: "通过",
        Outcome.PARTIAL: "部分通过",
        Outcome.FAILED: "未通过",
        Outcome.NOT_ATTEMPTED: "未作答",
        Outcome.STUDENT_ERROR: "代码出错",
        Outcome.TIMED_OUT: "超时",
        Outcome.OUT_OF_MEMORY: "内存不足",
        Outcome.BLOCKED: "前置未通过",
        Outcome.GRADER_ERROR: "评分器故障",
    },
    facts={"called": "调用", "expected": "期望", "got": "得到", "where": "位置"},
    passed_of="共 {total} 项，通过 {passed} 项",
    colon="：",
    hint="提示",
    quoted="提交内容中的原文",
    recognised="识别出的误解",
    test="测试",
    feedback="反馈",
    graded_at="评分时间",
    submission="提交内容",
    not_final="尚非最终成绩：至少有一项测试因评分器故障而未能判定。",
    older="由旧版本评分：重新评分之前，不显示隐藏测试中发生的情况。",
    our_fault="这是评分器的故障，与代码无关。此项测试尚未判定。",
    later="截止日期之后会显示输入与期望值。",
    unread="无法读取你的提交",
    data="数据",
    stand_in="以 scikit-learn 的 digits 代替 MNIST，并采用为其校准的阈值",
    nothing="没有评分内容。",
    class_report="班级报告",
    class_of="提交 {total} 份，已评分 {graded} 份",
    mean="平均",
    mean_of="/ {most}（平均分）",
    mean_note="平均分不计入无法读取的提交和评分器未能判定的部分。",
    attention="需要处理",
    broken_in="未能判定：评分器在 {names} 中出现故障。",
    scores="成绩",
    student="学生",
    total="总分",
    no_total="未评分",
    absent="无",
    hardest="难点",
    hardest_note="每项测试的通过人数，由难到易，并列出识别出的误解。",
    passed="通过",
    share="比例",
    students="逐个学生",
    students_note="展开姓名可查看每项测试及其输入与期望值。",
    containment="隔离级别",
    missing="缺少：{names}",
    engine="Xorcise",
    seed="随机种子",
)

_BY_LANGUAGE = {"en": ENGLISH, "zh-CN": CHINESE}


def words(lang: str) -> Words:
    """Return the phrases of ``lang``.

    Raises:
        UsageError: there are none in it.
    """
    try:
        return _BY_LANGUAGE[lang]
    except KeyError:
        raise UsageError(f"no reports in {lang!r}; choose from {', '.join(_BY_LANGUAGE)}") from None
