"""Each picture: what it asks the student's functions, what it refuses, and that it is whole."""

from __future__ import annotations

import contextlib
import importlib.util
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure

from grader.exercises.catalogue import Catalogue
from grader.pictures import canvas
from grader.pictures.given import Given, Own, Wrong, unwritten
from grader.pictures.make import picture, png_of, results_of
from pictures import fakes

NUMPY = ("05", "09", "10")
"""The exercises whose solutions need nothing else."""

ONCE = Given(epochs=2)


def solution(path: Path) -> ModuleType:
    """Import a right solution under a name of its own."""
    spec = importlib.util.spec_from_file_location(f"drawn_{path.parent.name}_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reference(catalogue: Catalogue, name: str) -> ModuleType:
    return solution(catalogue.reference(catalogue.exercise(name)))


def right(catalogue: Catalogue) -> dict[str, Any]:
    """Return right functions for every picture."""
    return {catalogue.exercise(n).slug[3:]: reference(catalogue, n) for n in NUMPY} | {
        "gradient_descent": fakes.descent(),
        "iris": fakes.iris(),
        "training_recipe": fakes.recipe(),
        "mnist_mlp": fakes.mnist(),
    }


@contextlib.contextmanager
def drawn(name: str, results: Any, lang: str = "en") -> Iterator[Figure]:
    """Draw results, and look at the figure instead of its bytes."""
    from grader.language import told

    with canvas.settings(["DejaVu Sans"]):
        yield picture(name).draw(results, lambda text: told(text, lang))


@pytest.fixture(scope="module")
def gathered(catalogue: Catalogue) -> dict[str, Any]:
    """The results of right functions, by exercise."""
    return {name: results_of(name, Own(own), ONCE) for name, own in right(catalogue).items()}


PICTURES = ("gradient_descent", "schedules", "xor_net", "two_layer_net", "iris", "training_recipe", "mnist_mlp")


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_a_png_of_1200_pixels(name: str, gathered: dict[str, Any]) -> None:
    """Whatever it shows."""
    content = png_of(name, gathered[name], "en")
    assert content.startswith(b"\x89PNG")
    assert struct.unpack(">I", content[16:20]) == (1200,)


@pytest.mark.parametrize("name", PICTURES)
def test_nothing_is_cut_off(name: str, gathered: dict[str, Any]) -> None:
    """All labels, titles and legends are inside of the picture, and no panel is empty."""
    with drawn(name, gathered[name]) as figure:
        figure.canvas.draw()
        box = figure.get_tightbbox()
        width, height = figure.get_size_inches()
        assert box.x0 >= 0
        assert box.y0 >= 0
        assert box.x1 <= width
        assert box.y1 <= height
        assert all(ax.has_data() or not ax.axison for ax in figure.axes)


@pytest.mark.parametrize("name", PICTURES)
def test_labels_are_in_the_language_that_is_asked_for(name: str, gathered: dict[str, Any]) -> None:
    """Each picture has Chinese labels in Chinese, and none in English."""
    for lang in ("en", "zh-CN"):
        with drawn(name, gathered[name], lang) as figure:
            texts = [t.get_text() for t in figure.findobj(mpl.text.Text)]
            assert any("\u4e00" <= c <= "\u9fff" for text in texts for c in text) == (lang == "zh-CN")


def test_settings_of_the_students_code_do_not_matter(gathered: dict[str, Any]) -> None:
    """A style that the student chose neither changes the picture by a byte nor is lost."""
    plain = png_of("schedules", gathered["schedules"], "en")
    with mpl.rc_context({"font.size": 30, "axes.facecolor": "black", "savefig.bbox": "tight"}):
        assert png_of("schedules", gathered["schedules"], "en") == plain
        assert mpl.rcParams["font.size"] == 30


@pytest.mark.parametrize("number", NUMPY)
def test_right_code_of_every_kind_is_drawn(number: str, catalogue: Catalogue) -> None:
    """Accepted solutions, which are written in other ways than the reference."""
    exercise = catalogue.exercise(number)
    for path in catalogue.accepted(exercise):
        name = exercise.slug[3:]
        results = results_of(name, Own(solution(path)), Given(epochs=1))
        assert png_of(name, results, "en")


# --- gradient descent -----------------------------------------------------------------------------------------------


def test_four_rates_go_four_ways(gathered: dict[str, Any]) -> None:
    """The ways start at 5, and are judged too slow, converged, oscillating and diverged."""
    results = gathered["gradient_descent"]
    assert results.verdicts == ("too slow", "converged", "oscillating", "diverged")
    np.testing.assert_allclose(results.ways[1][:3], [5.0, 2.6, 1.16], atol=1e-6)
    np.testing.assert_allclose(results.tapes[1][:3], [2.6, 1.16, 0.296])


@pytest.mark.parametrize(
    ("lacking", "rows"),
    [
        (("gradient_descent",), 1),
        (("descend_with_tape",), 1),
        (("descend_with_tape", "judge_learning_rate"), 1),
        (("judge_learning_rate",), 2),
    ],
)
def test_a_function_that_is_not_written_leaves_its_part_out(lacking: tuple[str, ...], rows: int) -> None:
    """What is there is drawn, and what is not is told by name."""
    said: list[str] = []
    given = Given(tell=said.append)
    results = results_of("gradient_descent", Own(fakes.without(fakes.descent(), *lacking)), given)
    assert [line.split()[0] for line in said] == [*lacking[:1]]
    with drawn("gradient_descent", results) as figure:
        assert len(figure.axes) == 4 * rows


def test_where_nothing_is_written_the_first_function_is_named() -> None:
    """There is no picture, and nothing is told of parts."""
    said: list[str] = []
    own = fakes.without(fakes.descent(), "gradient_descent", "descend_with_tape", "judge_learning_rate")
    with pytest.raises(NotImplementedError) as caught:
        results_of("gradient_descent", Own(own), Given(tell=said.append))
    assert (unwritten(caught.value), said) == ("gradient_descent", [])
    with pytest.raises(NotImplementedError) as caught:
        results_of("gradient_descent", Own(SimpleNamespace()), Given())
    assert unwritten(caught.value) == "gradient_descent"


WRONG: list[tuple[str, str, Callable[..., Any], str]] = [
    ("gradient_descent", "gradient_descent", lambda *a, **k: None, "gradient_descent returned None; the statement"),
    ("gradient_descent", "gradient_descent", lambda *a, **k: np.zeros(2), r"array of shape \(2,\)"),
    ("gradient_descent", "descend_with_tape", lambda *a: [1.0], "descend_with_tape returned a list of 1 item; "),
    ("gradient_descent", "descend_with_tape", lambda *a: ([1.0] * 39, [1.0] * 40), "a list of 39 items as ws; "),
    ("gradient_descent", "descend_with_tape", lambda *a: ([np.nan] * 40,) * 2, r"returned nan in ws\[0\]"),
    ("gradient_descent", "judge_learning_rate", lambda *a: "fine", "judge_learning_rate returned 'fine'; "),
    ("schedules", "exponential_decay", lambda *a, **k: None, "exponential_decay returned None; .* one number"),
    ("schedules", "exponential_decay", lambda *a, **k: np.nan, "exponential_decay returned nan; "),
    ("xor_net", "train_xor", lambda seed: None, "train_xor returned None; the statement asks for a trained XORNet"),
    ("two_layer_net", "train", lambda *a: None, "train returned None; .* a dict with train_loss_list, "),
    ("two_layer_net", "train", lambda *a: {"train_loss_list": [1.0]}, "a dict without train_acc_list; "),
    ("iris", "load_split", lambda seed: 1, "load_split returned 1; the statement asks for x_train, t_train, "),
    ("iris", "forward", lambda x, w, b: x, r"forward returned an array of shape \(120, 4\); .* \(120, 3\)"),
    ("iris", "train", lambda *a, **k: [], "train returned a list of 0 items; "),
    ("training_recipe", "circle_data", lambda seed: (np.zeros((300, 2)), np.full(300, np.inf)), r"inf in t\[0\]"),
    ("training_recipe", "decision_grid", lambda *a: (np.zeros(3),) * 3, r"shape \(3,\) as xx; .* \(80, 80\)"),
    ("training_recipe", "plot_boundary", lambda *a: None, "plot_boundary returned None; .* a matplotlib Figure"),
    ("mnist_mlp", "preprocess", lambda images: images[:3], r"preprocess returned an array of shape \(3, 28, 28\)"),
    ("mnist_mlp", "build_model", lambda: None, "build_model returned None; .* Keras model"),
    ("mnist_mlp", "train", lambda *a: SimpleNamespace(history={}), "an object of the type SimpleNamespace; .* a dict"),
    ("mnist_mlp", "predict_digits", lambda model, images: model(images), r"\(360, 10\); .* \(360,\)"),
    ("mnist_mlp", "show_predictions", lambda *a: "done", "show_predictions returned 'done'; "),
]


@pytest.mark.parametrize(("name", "function", "instead", "line"), WRONG)
def test_a_wrong_result_is_said_with_its_function(
    name: str, function: str, instead: Callable[..., Any], line: str, catalogue: Catalogue
) -> None:
    """One sentence says which function returned what, and what the statement asks for."""
    own = SimpleNamespace(**(vars(right(catalogue)[name]) | {function: instead}))
    with pytest.raises(Wrong, match=line) as caught:
        results_of(name, Own(own), ONCE)
    assert "\n" not in str(caught.value)


# --- schedules ------------------------------------------------------------------------------------------------------


def test_decays_and_averages_are_those_of_the_statement(gathered: dict[str, Any]) -> None:
    """The worked numbers, and the first of the averages that are told the number of updates."""
    results = gathered["schedules"]
    assert (results.decays.smooth[250], results.decays.staircase[250]) == (pytest.approx(0.017677670), 0.025)
    values = results.averages.values
    told = results.averages.shadows[2]
    assert told[0] == values[0] == -1.0
    assert told[1] == pytest.approx(0.1 * -1.0 + 0.9 * values[1])  # n = 0: d is 1/10


def test_one_half_alone_fills_the_picture(catalogue: Catalogue) -> None:
    """A student who has come to the decay sees the decay."""
    own = fakes.without(SimpleNamespace(**vars(reference(catalogue, "05"))), "ExponentialMovingAverage")
    results = results_of("schedules", Own(own), Given())
    assert results.averages is None
    with drawn("schedules", results) as figure:
        assert len(figure.axes) == 1


# --- the XOR network ------------------------------------------------------------------------------------------------


def test_the_loss_is_that_of_train_xor_itself(gathered: dict[str, Any], catalogue: Catalogue) -> None:
    """The curve begins with the untrained net, ends with the trained one, and leaves the class as it was."""
    module, results = reference(catalogue, "09"), gathered["xor_net"]
    x, t = np.array([[0, 0], [0, 1], [1, 0], [1, 1]]), np.array([[0], [1], [1], [0]])
    assert results.by_train_xor
    assert results.losses[0] == pytest.approx(module.XORNet(8, 0).loss(x, t))
    assert results.losses[-1] == pytest.approx(module.train_xor(0).loss(x, t)) == results.loss
    before = module.XORNet.gradient
    results_of("xor_net", Own(module), Given())
    assert module.XORNet.gradient is before


def test_a_training_without_gradient_gets_a_descent_of_ours(catalogue: Catalogue) -> None:
    """Where train_xor computes its own gradients, the curve is of a net led down by the method."""
    paths = catalogue.accepted(catalogue.exercise("09"))
    by_name = {path.stem: results_of("xor_net", Own(solution(path)), Given()) for path in paths}
    assert [name for name, results in by_name.items() if not results.by_train_xor] == ["loops"]
    assert by_name["loops"].losses[-1] < 0.1 < by_name["loops"].losses[0]


def test_a_gradient_of_another_shape_is_said(catalogue: Catalogue) -> None:
    """Also in our own descent."""
    module = solution(next(p for p in catalogue.accepted(catalogue.exercise("09")) if p.stem == "loops"))
    module.XORNet.gradient = lambda self, x, t: dict.fromkeys(self.params, 0.0)
    with pytest.raises(Wrong, match=r"XORNet\.gradient returned 0\.0 as W1; the statement asks for an array of shape"):
        results_of("xor_net", Own(module), Given())


# --- trainings ------------------------------------------------------------------------------------------------------


def test_a_training_by_epochs_is_one_training(catalogue: Catalogue) -> None:
    """The lists of several calls of train are those of a single call."""
    module = reference(catalogue, "10")
    np.random.seed(1)
    results = results_of("two_layer_net", Own(module), Given(epochs=3))
    assert [len(a) for a in (results.losses, results.test_losses, results.train_acc, results.test_acc)] == [84, 4, 3, 3]
    from sklearn.datasets import load_digits

    digits = load_digits()
    order = np.random.default_rng(0).permutation(1797)
    x, t = digits.data[order] / 16, digits.target[order]
    np.random.seed(1)
    network = module.TwoLayerNet(64, 50, 10, weight_init_std=0.1)
    whole = module.train(network, x[360:], t[360:], x[:360], t[:360], 84, 50, 0.5, np.random.default_rng(0))
    np.testing.assert_allclose(results.losses, whole["train_loss_list"])
    np.testing.assert_allclose(results.test_acc, whole["test_acc_list"])
    assert results.test_losses[-1] == pytest.approx(network.loss(x[:360], t[:360]))


def test_flowers_that_are_taken_for_another_are_marked(gathered: dict[str, Any]) -> None:
    """The title counts, and the legend has the mark only where there is one."""
    results = gathered["iris"]
    missed = int(np.sum(results.answers != results.species))
    assert missed > 0
    with drawn("iris", results) as figure:
        flowers = figure.axes[2]
        assert flowers.get_title() == f"{30 - missed} of 30 test flowers right"
        assert "taken for another" in [t.get_text() for t in flowers.findobj(mpl.text.Text)]


@pytest.mark.parametrize(
    ("lacking", "panels"),
    [((), 3), (("plot_boundary",), 2), (("decision_grid",), 1), (("circle_data", "plot_boundary"), 2)],
)
def test_the_recipe_is_drawn_as_far_as_it_is_written(lacking: tuple[str, ...], panels: int) -> None:
    """Border and loss need neither the student's points nor the student's drawing."""
    said: list[str] = []
    own = fakes.without(fakes.recipe(), *lacking)
    results = results_of("training_recipe", Own(own), Given(tell=said.append))
    assert [line.split()[0] for line in said if "not written" in line] == [*lacking]
    assert results.seen == results.unseen == 1.0  # the fake answers by the true circle
    with drawn("training_recipe", results) as figure:
        assert len(figure.axes) == panels


def test_a_net_that_says_the_same_everywhere_has_no_border() -> None:
    """And is drawn without a warning."""
    own = fakes.recipe()
    own.forward = lambda x, params: np.zeros((len(x), 1))
    assert png_of("training_recipe", results_of("training_recipe", Own(own), Given()), "en")


def test_the_worst_mistakes_are_the_surest(gathered: dict[str, Any]) -> None:
    """Of all images that are read wrongly, those with the highest probability, in this order."""
    results = gathered["mnist_mlp"]
    assert len(results.worst.images) == 10 <= results.mistakes < results.tested == 360
    assert (results.worst.digits != results.worst.labels).all()
    assert (np.diff(results.worst.sure) <= 0).all()
    assert len(results.first.images) == 10


def test_a_model_without_mistakes_has_no_row_of_them() -> None:
    """The picture says so, and has no empty panels."""
    from grader.exercises.datasets import digits

    data = digits()
    known = {image.tobytes(): label for image, label in zip(data.x_test, data.y_test, strict=True)}

    def knows(x: Any) -> Any:
        raw = (x * 255).round().astype(np.uint8)
        return np.eye(10)[[int(known.get(image.tobytes(), 0)) for image in raw]]

    own = fakes.without(fakes.mnist(knows), "plot_history", "show_predictions")
    results = results_of("mnist_mlp", Own(own), ONCE)
    assert results.mistakes == 0
    with drawn("mnist_mlp", results) as figure:
        assert len(figure.axes) == 12
        assert figure.subfigs[1].get_suptitle() == "all 360 test images are read rightly; the first of them"
