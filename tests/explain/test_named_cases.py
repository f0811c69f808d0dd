"""Mistakes that strangers made, one a file in ``named/``: what is told of each, in both languages.

A file holds functions as a student wrote them; they stand in place of the reference's. ``TOLD`` says what is told, read
once against the code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from grader.exercises.catalogue import Catalogue
from grader.exercises.misconceptions import read_misconceptions
from grader.explain.diagnosis import told
from grader.explain.explainer import Explainer
from grader.explain.tables import find
from grader.result import Explanation, Outcome, TestResult
from grader.slot.slot import Slot
from grader.slot.suite_run import open_suite, run_suite

NAMED = Path(__file__).parent / "named"

HARMLESS = frozenset({Outcome.PASSED, Outcome.BLOCKED})
"""Outcomes that need no explanation: a blocked test waits for another one, which is explained."""


@dataclass(frozen=True)
class Told:
    """What is told of one fault: its kind and key, and a phrase in each language."""

    kind: str
    key: str
    en: str
    zh: str


TOLD: dict[str, tuple[Told, ...]] = {
    "01_and_with_a_comma": (Told("place", "tuple_given", "a comma too many, as in 0,5 for 0.5?", "0,5"),),
    "01_relu_by_a_mask": (
        Told("case", "single_number", "It is right for arrays and wrong for a single number.", "对数组正确"),
    ),
    "01_relu_max_of_0_and_x": (
        Told("case", "not_single_number", "np.maximum or np.where go by element", "np.maximum"),
    ),
    "01_sigmoid_without_return": (
        Told("belief", "sigmoid_not_returned", "computed need not be returned", "不必再返回"),
    ),
    "01_softmax_axis_1": (Told("case", "one_sample", "right for a batch and wrong for one sample", "单个样本"),),
    "01_softmax_neither_shift_nor_axis": (
        Told("belief", "softmax_as_in_the_formula", "exp(x) / sum(exp(x))", "公式 exp(x) / sum(exp(x))"),
    ),
    "01_step_np_int": (Told("place", "old_numpy", "NumPy has no such name any more", "NumPy"),),
    "01_step_returns_inside_the_loop": (
        Told("case", "not_single_number", "right for a single number and wrong for arrays", "数组"),
    ),
    "01_xor_of_a_wrong_and": (
        Told("place", "operator", "Look at", "行"),
        Told("case", "used", "XOR: The fault is in what it uses: AND.", "错误在它所用的函数里"),
    ),
    "01_xor_of_a_wrong_nand": (
        Told("place", "number", "Look at the number", "行"),
        Told("case", "used", "XOR: The fault is in what it uses: NAND.", "错误在它所用的函数里"),
    ),
    "02_label_without_reshape": (
        Told("case", "label_is_a_number", "label of one sample is given as a plain number", "标签"),
    ),
    "02_label_without_size": (
        Told("case", "label_is_a_number", "label of one sample is given as a plain number", "标签"),
    ),
    "02_log_of_the_rounded_softmax_axis_1": (
        Told(
            "belief",
            "log_after_softmax_of_axis_1",
            "Softmax along axis 1 and then the logarithm",
            "沿 axis=1 做 softmax",
        ),
    ),
    "02_nan_for_infinity": (Told("belief", "no_delta_one_hot", "0 times the logarithm of 0", "0"),),
    "02_np_float": (Told("place", "old_numpy", "NumPy has no such name any more", "NumPy"),),
    "02_softmax_neither_shift_nor_axis": (
        Told("belief", "softmax_over_the_batch", "over all logits together", "所有 logit 一起"),
    ),
    "02_two_functions_of_one_test": (
        Told("belief", "mae_summed", "Absolute errors are summed.", "绝对"),
        Told("belief", "rmse_without_root", "The root belongs to the name only.", "根"),
    ),
    "02_without_return": (Told("place", "return", "It returns None: is there a `return`", "`return`"),),
    "03_forward_difference_f_of_x_first": (
        Told("belief", "forward_difference", "The slope at x is measured from x to x + h.", "从 x 到 x + h"),
        Told("belief", "gradient_forward_difference", "A partial derivative is measured from x to x + h.", "偏导数"),
    ),
    "03_forward_difference_in_diff_only": (
        Told("belief", "forward_difference", "The slope at x is measured from x to x + h.", "从 x 到 x + h"),
    ),
    "03_forward_difference_in_gradient_only": (
        Told("belief", "gradient_forward_difference", "A partial derivative is measured from x to x + h.", "偏导数"),
    ),
    "03_integers_kept_smaller_h": (
        Told("case", "integers", "right for floats and wrong for arrays of whole numbers", "整数"),
    ),
    "03_nan_for_infinity": (Told("belief", "error_without_floor", "Two zeros need no special care.", "0"),),
    "03_range_of_size": (Told("belief", "rows_for_elements", "With i up to x.size, x[i] is an element.", "x.size"),),
    "03_returns_inside_the_loop": (Told("place", "return", "Look at what is returned near line", "行"),),
    "03_rows_by_a_helper": (Told("belief", "rows_by_a_helper", "row by row, by a function for vectors", "逐行"),),
    "04_coordinate_by_coordinate": (
        Told("belief", "element_after_element_by_differences", "measured and followed at once", "马上移动"),
    ),
    "04_returns_inside_the_loop": (Told("place", "return", "Look at what is returned near line", "行"),),
    "04_start_moved_and_history_returned": (
        Told("belief", "start_changed_and_history_returned", "x = init_x copies the start, and", "终点和走过的路"),
    ),
    "06_both_penalties": (
        Told("belief", "l1_without_abs", "The L1 penalty is the sum of the weights.", "L1"),
        Told("belief", "half_missing", "The L2 penalty is the plain sum of squares.", "L2"),
        Told("case", "used", "The fault is in what it uses: l1_penalty, l2_penalty.", "错误在它所用的函数里"),
    ),
    "06_dropout_by_np_random_rand": (Told("belief", "dropout_unseeded", "A seed need not be used.", "种子"),),
    "06_textbook_dropout": (
        Told("belief", "dropout_of_the_textbook", "NumPy's own generator draws", "NumPy 自己的生成器"),
    ),
    "07_global_generator_in_batch_only": (
        Told("belief", "global_generator", "np.random will do for drawing a batch.", "抽取一个批次用 np.random"),
    ),
    "07_global_generator_in_epochs_only": (
        Told("belief", "epochs_global_generator", "np.random will do for the order of an epoch.", "顺序用 np.random"),
    ),
    "08_backward_without_return": (
        Told("case", "none", "Affine.backward: It returns None: is there a `return`", "`return`"),
        Told("place", "return", "It returns None: is there a `return`", "`return`"),
    ),
    "08_nan_for_infinity": (Told("belief", "softmax_overflows", "exp of any score fits into a float.", "exp"),),
    "08_output_and_cache": (Told("place", "return", "One of them is the right result", "其中一个就是正确的结果"),),
    "08_relu_output_and_cache": (Told("place", "return", "One of them is the right result", "其中一个就是正确的结果"),),
    "08_small_dw": (Told("place", "misspelt", "sets self.dw. Is that self.dW, misspelt?", "这是不是 self.dW 写错了"),),
    "10_accuracy_and_gradient_want_one_hot": (
        Told("belief", "accuracy_of_one_hot_only", "The labels that accuracy is given are always one-hot.", "accuracy"),
        Told("belief", "gradient_of_one_hot_only", "The labels that gradient is given are always one-hot.", "gradient"),
    ),
    "10_relu_net_that_returns_scores": (
        Told("belief", "relu_net_returns_scores", "A relu net's predict returns the scores", "relu 网络的 predict"),
    ),
}
"""By the file's name. Every explanation is listed, one a cause."""

Tell = Callable[[bytes], tuple[TestResult, ...]]


@pytest.fixture(scope="module")
def tell(slot: Slot, catalogue: Catalogue) -> Iterator[Callable[[str], Tell]]:
    """Return a function that gives a way to explain files of an exercise, as a grading with the shipped table does."""
    opened: dict[str, Tell] = {}
    with ExitStack() as stack:

        def of(number: str) -> Tell:
            if number not in opened:
                opened[number] = way_to_explain(number, slot, catalogue, stack)
            return opened[number]

        yield of


def way_to_explain(number: str, slot: Slot, catalogue: Catalogue, stack: ExitStack) -> Tell:
    """Open an exercise's suite and return a function that grades a file and explains its failures."""
    exercise = catalogue.exercise(number)
    table = find(catalogue, exercise, 0, None)
    assert table is not None, "the table is stale: xorcise audit --only wrong --update --keep"
    known = read_misconceptions(catalogue.misconceptions(exercise))[0]
    solutions = [path.read_text(encoding="utf-8") for path in catalogue.solutions(exercise)]
    suite = stack.enter_context(open_suite(catalogue.hidden_suite(exercise), exercise, "hidden", None))
    explainer = Explainer(slot, suite, solutions)

    def explain(source: bytes) -> tuple[TestResult, ...]:
        files = {exercise.filename: source}
        return explainer.explain(told(run_suite(slot, suite, files, 0), table, known), files)

    return explain


def text_of(catalogue: Catalogue, number: str) -> str:
    """Return the reference's text."""
    return catalogue.reference(catalogue.exercise(number)).read_text(encoding="utf-8")


def causes(tests: tuple[TestResult, ...]) -> list[Explanation]:
    """Return the explanations, one a cause."""
    return list({t.explanation.cause: t.explanation for t in tests if t.explanation is not None}.values())


def test_every_file_is_listed() -> None:
    assert sorted(TOLD) == sorted(path.stem for path in NAMED.glob("*.py"))


@pytest.mark.parametrize("name", sorted(TOLD))
def test_what_is_told(name: str, tell: Callable[[str], Tell], catalogue: Catalogue) -> None:
    number = name.partition("_")[0]
    source = text_of(catalogue, number) + "\n\n" + (NAMED / f"{name}.py").read_text(encoding="utf-8")
    tests = tell(number)(source.encode())
    assert not [t.id for t in tests if t.outcome not in HARMLESS and t.explanation is None]
    found = {e.key + e.kind: e for e in causes(tests)}
    assert sorted(found) == sorted({t.key + t.kind for t in TOLD[name]})
    for wanted in TOLD[name]:
        text = found[wanted.key + wanted.kind].text
        assert wanted.en in text["en"]
        assert wanted.zh in text["zh-CN"]


def added(text: str) -> Callable[[str], bytes]:
    """Return a change that puts a text at the end of a file."""
    return lambda reference: f"{reference}\n{text}\n".encode()


FILES: dict[str, tuple[Callable[[str], bytes], Told]] = {
    "a colon is missing": (added("def f(x)\n    return x"), Told("place", "colon", "lacks a colon", "冒号")),
    "an import that fails": (
        added("from common.functions import softmax"),
        Told("place", "module_missing", "neither handed in nor installed", "没有一起提交"),
    ),
    "a misspelt name": (
        lambda reference: reference.replace("def mean_squared_error", "def mean_square_error").encode(),
        Told("place", "misspelt", "Is that mean_squared_error, misspelt?", "mean_squared_error"),
    ),
    "UTF-16": (lambda reference: reference.encode("utf-16"), Told("place", "utf_16", "saved in UTF-16", "UTF-16")),
    "a full-width sign": (
        added("def f(x):\n    return x（0）"),
        Told("place", "full_width", "the full-width sign", "全角"),
    ),
    "print of Python 2": (added('print "done"'), Told("place", "print", "print is a function", "print")),
    "newer syntax": (added("type Loss = float"), Told("place", "newer", "written for a newer Python", "Python")),
    "arguments of a script": (
        added("import sys\nstep = float(sys.argv[1])"),
        Told("place", "command_line", "gets no arguments of a command line", "命令行"),
    ),
    "a download": (
        added('from urllib.request import urlopen\ndata = urlopen("http://example.org/mnist.gz").read()'),
        Told("place", "network", "loaded from the network", "网络"),
    ),
}
"""What a whole file may have against it: how the reference of 02 is changed, and what is told."""


@pytest.mark.parametrize("name", sorted(FILES))
def test_what_is_told_of_a_file(name: str, tell: Callable[[str], Tell], catalogue: Catalogue) -> None:
    """One cause is told, with its line, and no hint for a function that is not meant."""
    change, wanted = FILES[name]
    tests = tell("02")(change(text_of(catalogue, "02")))
    (found,) = causes(tests)
    assert (found.kind, found.key) == (wanted.kind, wanted.key)
    assert wanted.en in found.text["en"]
    assert wanted.zh in found.text["zh-CN"]
    assert found.places
    assert not [t.id for t in tests if t.outcome is Outcome.STUDENT_ERROR and (t.explanation is None or t.hint)]
