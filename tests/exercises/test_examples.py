"""What the statements show is what Python prints for the reference, and both languages show the same."""

from __future__ import annotations

import ast
import contextlib
import doctest
import importlib.util
import re
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.exercises.catalogue import Catalogue
from grader.exercises.datasets import STAND_IN, load_images
from grader.exercises.exercise import Exercise

CATALOGUE = Catalogue(Path(__file__).resolve().parents[2])

README = {"en": "README.md", "zh-CN": "README.zh-CN.md"}

each = pytest.mark.parametrize("exercise", [pytest.param(e, id=e.slug) for e in CATALOGUE.exercises])
each_language = pytest.mark.parametrize("language", README)

ROUNDED = {
    "en": "The output is what Python prints for one right solution; the last digits of yours may differ. Numbers"
    " elsewhere in this text are rounded.",
    "zh-CN": "输出是 Python 对一份正确答案实际打印的结果，你的末几位数字可能不同。正文其他地方的数值经过舍入。",
}

LAST_DIGITS = 1e-6
"""Relative difference that another processor may make in float32, whose numbers have seven digits. In float64 it makes
less."""

ABOUT = 0.06
"""Relative difference of an output that is marked as rounded: the accuracy in 10 is shown as 0.95, and 360
images make steps of 0.003. For twenty seeds of the split it was between 0.919 and 0.956."""

NUMBER = re.compile(r"-?\d+\.?\d*(?:e[-+]?\d+)?")


def text_of(exercise: Exercise, language: str) -> str:
    return (CATALOGUE.statement_dir(exercise) / README[language]).read_text(encoding="utf-8")


def reference_of(exercise: Exercise) -> dict[str, Any]:
    """Return the names of the reference's module."""
    path = CATALOGUE.reference(exercise)
    spec = importlib.util.spec_from_file_location(exercise.module, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return vars(module)


# --- names that a statement leaves to its reader ---


def digits_split() -> dict[str, Any]:
    """The 8x8 digits, as 10 says; how they are split is the reader's choice."""
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    x, t = load_digits(return_X_y=True)
    parts = train_test_split(x / 16, np.eye(10)[t], test_size=360, random_state=0)
    return dict(zip(("x_train", "x_test", "t_train", "t_test"), parts, strict=True))


def two_clouds() -> dict[str, Any]:
    """Samples of two classes far apart; the first three are of class 0, 1 and 1, as 12 shows.

    Keras is seeded: from some first weights twenty epochs are too few.
    """
    sys.modules["keras"].utils.set_random_seed(0)
    labels = np.array([0, 1, 1] + [0, 1] * 30)[:, np.newaxis]
    cloud = np.random.default_rng(0).normal(0, 0.5, (63, 2))
    return {"X": (cloud + 4 * labels - 2).astype(np.float32), "Y": labels.astype(np.float32)}


def images() -> dict[str, Any]:
    """Some images as 14 has them: preprocessed, for training and validation; and raw ones."""
    data = load_images(STAND_IN)
    x = (data.x_train[:300] / 255).astype(np.float32)
    y = data.y_train[:300]
    return {"x": x[:200], "y": y[:200], "x_val": x[200:], "y_val": y[200:], "images": data.x_test[:10]}


GIVEN: dict[str, Callable[[], dict[str, Any]]] = {
    "10_two_layer_net": digits_split,
    "12_binary_classifier": two_clouds,
    "14_mnist_mlp": images,
}


def set_up(text: str, names: dict[str, Any]) -> None:
    """Run the blocks of a statement that only assign: its worked samples."""
    for block in re.findall(r"(?:^ {4}.*\n)+", text, re.M):
        with contextlib.suppress(SyntaxError, NameError):
            tree = ast.parse(textwrap.dedent(block))
            if all(isinstance(statement, ast.Assign) for statement in tree.body):
                exec(compile(tree, "statement", "exec"), names)


def examples_of(text: str) -> list[doctest.Example]:
    return doctest.DocTestParser().get_examples(text)


def is_marked(example: doctest.Example) -> bool:
    """Whether a comment says that the output is rounded."""
    return "# rounded" in example.source or "# 已舍入" in example.source


def is_output(want: str, got: str, *, marked: bool) -> bool:
    """Whether an output is shown as Python prints it.

    Words must be the same. Numbers may differ in the last digits, which depend on the processor, and must be shown with
    as many digits; if the output is marked, they need only be about the same.
    """
    if want == got:
        return True
    want, got = " ".join(want.split()), " ".join(got.split())
    if marked:
        return abs(float(want) - float(got)) <= ABOUT * abs(float(got))
    shown, printed = (NUMBER.findall(text) for text in (want, got))
    return (
        re.sub(r"\s", "", NUMBER.sub("#", want)) == re.sub(r"\s", "", NUMBER.sub("#", got))
        and all(abs(float(a) - float(b)) <= LAST_DIGITS * abs(float(b)) for a, b in zip(shown, printed, strict=True))
        and all(len(a) >= len(b) - 1 for a, b in zip(shown, printed, strict=True))
    )


class Checker(doctest.OutputChecker):
    """Compares by ``is_output``."""

    marked = False

    def check_output(self, want: str, got: str, optionflags: int) -> bool:
        """See the standard library."""
        return is_output(want, got, marked=self.marked)


@each
def test_every_shown_example_is_what_python_prints(exercise: Exercise, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each example of a statement, run against the reference. Those in Chinese are the same, see below."""
    monkeypatch.setenv("MPLBACKEND", "Agg")
    text = text_of(exercise, "en")
    names = {"np": np} | reference_of(exercise)
    if "tensorflow" in sys.modules:
        names["tf"] = sys.modules["tensorflow"]
    set_up(text, names)
    names |= GIVEN.get(exercise.slug, dict)()
    examples = examples_of(text)
    assert len(examples) >= 3
    checker = Checker()
    runner = doctest.DocTestRunner(checker, verbose=False)
    told: list[str] = []
    for example in examples:
        test = doctest.DocTest([example], {}, exercise.slug, None, None, None)
        test.globs = names  # one after another, as a reader types them
        checker.marked = is_marked(example)
        runner.run(test, out=told.append, clear_globs=False)
    assert not told, "".join(told)


@pytest.mark.parametrize(
    ("want", "got", "same"),
    [
        ("0.0975\n", "0.09750000000000003\n", False),
        ("0.0975\n", "np.float64(0.0975)\n", False),
        ("0.165276\n", "0.16527630388736725\n", False),
        ("array([0.42601252, 0.3155979 ])\n", "array([0.4260126 , 0.3155979 ])\n", True),
        ("array([[1., 2.]])\n", "array([1., 2.])\n", False),
        ("'oscillating'\n", "'converging'\n", False),
        ("[4, 4, 2]\n", "[4, 4, 3]\n", False),
    ],
)
def test_a_rounded_output_is_found(want: str, got: str, same: bool) -> None:
    """Fewer digits, another kind of number, another shape and another value are; a processor's last digit is not."""
    assert is_output(want, got, marked=False) is same


@each
def test_both_languages_show_the_same_examples(exercise: Exercise) -> None:
    """The same lines, but for comments, and the same output."""
    english, chinese = (examples_of(text_of(exercise, language)) for language in README)
    assert [(e.source.split("  #")[0].rstrip(), e.want) for e in english] == [
        (e.source.split("  #")[0].rstrip(), e.want) for e in chinese
    ]
    assert [is_marked(e) for e in english] == [is_marked(e) for e in chinese]


@each
@each_language
def test_what_is_rounded_is_marked(exercise: Exercise, language: str) -> None:
    """A sentence above the examples says which numbers are rounded and which are not."""
    assert ROUNDED[language] in " ".join(text_of(exercise, language).split())


# --- the same structure, numbers and terms ---


def headings_of(text: str) -> list[tuple[int, str]]:
    """Return level and code of each heading; what is in words differs from language to language."""
    found = re.findall(r"^(#+) (?:(`[^`]+`)|.*$)", text, re.M)
    return [(len(signs), code) for signs, code in found]


def numbers_of(section: str) -> set[str]:
    """Return the numbers of a section that have a point or two digits. Chinese writes "five" as 5."""
    found = re.findall(r"(?<![\w.])\d[\d,]*(?:\.\d+)?", section)
    plain = {number.strip(",").replace(",", "") for number in found}
    return {number for number in plain if len(number) > 1}


@each
def test_both_languages_have_the_same_headings(exercise: Exercise) -> None:
    """The same levels in the same order, and the same functions."""
    assert headings_of(text_of(exercise, "en")) == headings_of(text_of(exercise, "zh-CN"))


@each
def test_both_languages_have_the_same_numbers(exercise: Exercise) -> None:
    """Section by section."""
    english, chinese = (re.split(r"^#+ .*$", text_of(exercise, language), flags=re.M) for language in README)
    assert [numbers_of(section) for section in english] == [numbers_of(section) for section in chinese]


TERMS = {
    "01_neurons": {"step_function": "阶跃函数", "relu": "线性整流函数", "neuron": "神经元", "XOR": "异或门"},
    "02_losses": {
        "mean_squared_error": "均方误差",
        "cross_entropy_error": "交叉熵误差",
        "mean_absolute_error": "平均绝对误差",
        "root_mean_squared_error": "均方根误差",
        "binary_cross_entropy": "二元交叉熵",
    },
    "04_gradient_descent": {"gradient_descent": "梯度下降法", "SGD": "随机梯度下降", "descend_with_tape": "梯度带"},
    "06_regularization": {"l1_penalty": "L1 正则化项", "l2_penalty": "L2 正则化项", "Dropout": "反向随机失活"},
    "07_mini_batch": {"to_one_hot": "独热编码", "random_batch": "小批量"},
    "08_backprop": {"Affine": "仿射层", "Relu": "线性整流层", "SoftmaxWithLoss": "交叉熵误差"},
}
"""The terms under which a student finds each function in a Chinese textbook."""


@pytest.mark.parametrize("slug", TERMS)
def test_headings_have_the_chinese_term(slug: str) -> None:
    """Beside the function's name."""
    text = text_of(CATALOGUE.exercise(slug), "zh-CN")
    found = dict(re.findall(r"^### `(\w+)\(.*\)`：(.*)$", text, re.M))
    for function, term in TERMS[slug].items():
        assert term in found[function]


FORBIDDEN = {
    "小批次": "小批量",
    "轮次": "轮",
    "迭代周期": "轮",
    "倒置 dropout": "反向随机失活",
}
"""Forms that no text for students uses, with the one that all use."""


@each
def test_chinese_has_one_form_for_each_term(exercise: Exercise) -> None:
    """One for a mini-batch and one for an epoch, which stands in English only in code, and once in brackets."""
    text = text_of(exercise, "zh-CN")
    suite = CATALOGUE.hidden_suite(exercise).parent
    folders = (CATALOGUE.statement_dir(exercise), suite)
    for path in (p for folder in folders for p in folder.iterdir() if p.suffix in {".md", ".toml", ".py"}):
        for form, instead in FORBIDDEN.items():
            assert form not in path.read_text(encoding="utf-8"), f"{path}: {form}: write {instead}"
    prose = re.sub(r"`[^`]*`|^ {4}.*$|（epoch）", "", text, flags=re.M)
    assert "epoch" not in prose, "epoch: write 轮"


# --- limits ---


@each
@each_language
def test_a_statement_names_its_limits(exercise: Exercise, language: str) -> None:
    """The seconds of ``exercise.toml``, and that they are of processor time."""
    limits = exercise.limits
    load, call, whole = (f"{seconds:g}" for seconds in (limits.load_s, limits.call_s, limits.exercise_s))
    said = {
        "en": f"Limits, in seconds of processor time: {load} for importing your file, {call} for one call, {whole} for"
        " all calls together.",
        "zh-CN": f"时间限制按处理器时间计算：导入文件 {load} 秒，一次调用 {call} 秒，全部调用合计 {whole} 秒。",
    }
    assert said[language] in " ".join(text_of(exercise, language).split())
