"""Hidden suite of 05_schedules.

Expected values are the statement's formulas, written out here. One wrong belief should cost its own points and no more:
tests of ``d`` start from the average that the submission gave before, tests of bookkeeping have a decay of 1/2, and
every test of the moving average has parameter names of its own, so that state which outlives an object shows only where
two objects meet. What a call changes is changed in the judge's argument too, so every call is given copies, and what is
expected comes from the originals. Tests of shapes, names, objects and whole numbers take any average of the
parameters: which one it should be is asked for in others.

`average_is_the_last` costs more than half: it averages nothing, so nothing is left that such a test could look at.
"""

from contextlib import suppress

import numpy as np

from grader.suite import as_array, as_scalar, assert_close, assert_unchanged, expect, points


def smooth(base_lr, decay_rate, decay_steps, step):
    return base_lr * decay_rate ** (step / decay_steps)


def apply(ema, params, *args, **kwargs):
    """Call ``apply`` with copies of ``params``."""
    ema.method("apply")(
        {name: np.copy(p) if isinstance(p, np.ndarray) else p for name, p in params.items()}, *args, **kwargs
    )


def average(ema, name):
    """Return the average of a parameter; a list as an array, since one test alone asks for an array."""
    value = ema.method("average")(name)
    if isinstance(value, list):
        with suppress(TypeError, ValueError, OverflowError):
            return np.asarray(value, dtype=np.float64)
    return value


def assert_average(got, first, second):
    """Require some average of two parameters: no less of either than a hundredth."""
    found = as_array(got, np.shape(first)) if np.ndim(first) else as_scalar(got)
    apart = np.subtract(first, second, dtype=np.float64)
    with np.errstate(all="ignore"):
        share = float(np.sum((found - second) * apart) / np.sum(apart**2))
    nearest = min(max(share, 0.01), 0.99) if np.isfinite(share) else 0.5
    assert_close(got, nearest * first + (1 - nearest) * second)


@points(12)
def test_exponential_decay(student, rng):
    """The learning rate between and beyond the first decay_steps, smoothly.

    学习率在第一个 decay_steps 之内和之后的平滑衰减。
    """
    # exponents stay below 10: float32 then agrees to six digits
    cases = [(0.1, 0.96, 100, 30), (0.5, 0.8, 7, 20), (2.0, 0.25, 40, 0), (0.3, 0.9, 1, 6)]
    cases.append((rng.uniform(0.1, 1.0), rng.uniform(0.5, 0.95), int(rng.integers(20, 50)), int(rng.integers(51, 150))))
    rates = [student.exponential_decay(*case) for case in cases]
    for case, rate in zip(cases, rates, strict=True):
        assert_close(rate, smooth(*case))


@points(10)
def test_staircase(student):
    """As a staircase, only complete decay_steps count, whether little or much of the next has passed.

    阶梯形式只计完整的 decay_steps，无论下一段刚开始还是快结束。
    """
    rates = [student.exponential_decay(0.5, 0.8, 20, step, staircase=True) for step in (0, 13, 25, 57, 102)]
    for stairs, rate in zip((0, 0, 1, 2, 5), rates, strict=True):
        assert_close(rate, 0.5 * 0.8**stairs)


@points(6)
def test_staircase_at_its_edges(student):
    """The staircase falls exactly at multiples of decay_steps, to where the smooth curve is at that step.

    阶梯恰好在 decay_steps 的整数倍处下降，降到平滑曲线在该步的值。
    """
    stairs = [as_scalar(student.exponential_decay(1.0, 0.5, 10, step, True)) for step in (9, 10, 11, 29, 30)]
    smoothly = [as_scalar(student.exponential_decay(1.0, 0.5, 10, step)) for step in (0, 10, 10, 20, 30)]
    for stair, start in zip(stairs, smoothly, strict=True):
        assert_close(stair, start)
    expect(
        stairs[0] > stairs[1] and stairs[3] > stairs[4], "the staircase does not fall", expected="a fall", got=stairs
    )


@points(4)
def test_both_forms_agree_where_a_stair_begins(student):
    """Smooth and staircase agree at multiples of decay_steps, and everywhere when decay_steps is 1.

    在 decay_steps 的整数倍处，平滑与阶梯两种形式一致；decay_steps 为 1 时处处一致。
    """
    cases = ((0.2, 0.7, 15, 0), (0.2, 0.7, 15, 15), (0.2, 0.7, 15, 60), (0.1, 0.99, 1, 8))
    smoothly = [student.exponential_decay(*case, False) for case in cases]
    in_stairs = [student.exponential_decay(*case, True) for case in cases]
    for case, rate, stair in zip(cases, smoothly, in_stairs, strict=True):
        assert_close(rate, smooth(*case))
        assert_close(stair, smooth(*case))


@points(3)
def test_exponential_decay_of_other_rates(student):
    """A decay_rate of 1 changes nothing, one above 1 makes the learning rate grow; base_lr may be a whole number.

    decay_rate 为 1 时学习率不变，大于 1 时学习率增长；base_lr 可以是整数。
    """
    constant = student.exponential_decay(0.3, 1.0, 10, 25)
    growing = student.exponential_decay(0.001, 2, 4, 10)
    stairs = student.exponential_decay(0.001, 2, 4, 10, staircase=True)
    whole = student.exponential_decay(3, 0.5, 4, 10)
    assert_close(whole, 3 * 0.5**2.5)
    assert_close(constant, 0.3)
    assert_close(growing, 0.001 * 2**2.5)
    assert_close(stairs, 0.004)


@points(3)
def test_exponential_decay_of_a_long_training(student):
    """After 20,000 steps the learning rate is small, and still right.

    两万步之后，学习率很小，但仍然正确。
    """
    smoothly = student.exponential_decay(0.1, 0.96, 100, 20_050)
    stairs = student.exponential_decay(0.1, 0.96, 100, 20_050, staircase=True)
    # relative, since the rates are near 1e-5; float32's 0.96 is off by 2e-8, to the power of 200 by 4e-6
    assert_close(smoothly, 0.1 * 0.96**200.5, rtol=1e-4, atol=0.0)
    assert_close(stairs, 0.1 * 0.96**200, rtol=1e-4, atol=0.0)


@points(5)
def test_the_shadow_starts_at_the_parameter(student):
    """After the first apply, the average is the parameter, with num_updates and without.

    第一次 apply 之后，平均就是参数本身，无论有没有 num_updates。
    """
    averages = []
    w, b = np.array([3.0, -1.5]), np.array([0.25, 8.0])
    for params, n in (({"W1": w}, ()), ({"b1": b}, (3,))):
        ema = student.new("ExponentialMovingAverage", 0.9)
        apply(ema, params, *n)
        averages.append(average(ema, next(iter(params))))
    assert_close(averages[0], w)
    assert_close(averages[1], b)


@points(8)
def test_each_apply_keeps_its_share_of_the_shadow(student):
    """After the first, each apply keeps the share decay of the shadow and takes the rest from the parameter.

    第一次之后，每次 apply 都让影子保留 decay 的比例，其余取自参数。
    """
    first, second = np.array([2.0, -1.0, 0.0]), np.array([4.0, 1.0, 0.5])
    averages = []
    for decay in (0.75, 0.9, 0):  # 0 is a decay, too
        ema = student.new("ExponentialMovingAverage", decay)
        name = f"W2_{decay}"
        apply(ema, {name: first})
        begun = as_array(average(ema, name), (3,))
        apply(ema, {name: second})
        averages.append((begun, average(ema, name)))
    assert_close(averages[0][1], 0.75 * averages[0][0] + 0.25 * second)
    assert_close(averages[1][1], 0.9 * averages[1][0] + 0.1 * second)
    assert_close(averages[2][1], second)


@points(3)
def test_a_parameter_that_is_a_number(student):
    """A parameter may be a plain number.

    参数可以是一个普通的数。
    """
    ema = student.new("ExponentialMovingAverage", 0.5)
    apply(ema, {"w3": 5.0})
    first = average(ema, "w3")
    apply(ema, {"w3": -2.0})
    second = average(ema, "w3")
    assert_close(first, 5.0)
    assert_average(second, 5.0, -2.0)


@points(5)
def test_several_parameters_of_any_shape(student, rng):
    """Several parameters of different shapes, one of them transposed, each with a shadow of its own shape.

    多个形状不同的参数（其中一个是转置得到的），各有同样形状的影子。
    """
    ema = student.new("ExponentialMovingAverage", 0.5)
    shapes = {"W4": (3, 2), "b4": (2,), "K4": (2, 1, 3)}
    first = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    second = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    for params in (first, second):
        view = student.new("numpy.transpose", params["W4"].T.copy())  # on the way it would be copied
        ema.method("apply")({name: view if name == "W4" else np.copy(p) for name, p in params.items()})
    averages = {name: average(ema, name) for name in shapes}
    for name in shapes:
        assert_average(averages[name], first[name], second[name])


@points(3)
def test_many_updates(student, rng):
    """The average after each of twelve updates, from the first parameter on.

    从第一次的参数开始，十二次更新中每次之后的平均。
    """
    ema = student.new("ExponentialMovingAverage", 0.7)
    values = rng.normal(size=(12, 2)) + np.arange(12)[:, None]
    averages = []
    for value in values:
        apply(ema, {"W5": value})
        averages.append(average(ema, "W5"))
    shadow = values[0]
    for value, got in zip(values, averages, strict=True):
        shadow = 0.7 * shadow + 0.3 * value
        assert_close(got, shadow)


def followed(student, decay, name, *updates):
    """Apply a first parameter, then each of ``updates``; return the average after each, as arrays.

    An update is a parameter, and a number of updates where it has one.
    """
    ema = student.new("ExponentialMovingAverage", decay)
    apply(ema, {name: np.array([1.0, 0.0])})
    averages = [average(ema, name)]
    for parameter, *n in updates:
        apply(ema, {name: parameter}, *n)
        averages.append(average(ema, name))
    return [as_array(a, (2,)).astype(np.float64) for a in averages]


@points(7)
def test_num_updates(student):
    """With num_updates given, a young average follows quickly.

    给出 num_updates 时，初期的平均跟得快。
    """
    second, third = np.array([3.0, -2.0]), np.array([0.5, 4.0])
    begun, early, later = followed(student, 0.99, "W6", (second, 5), (third, 40))
    assert_close(early, 6 / 15 * begun + 9 / 15 * second)
    assert_close(later, 41 / 50 * early + 9 / 50 * third)


@points(5)
def test_num_updates_of_zero(student):
    """Zero is a number of updates too.

    零也是一个更新次数。
    """
    second = np.array([3.0, -2.0])
    begun, early = followed(student, 0.95, "W7", (second, 0))
    assert_close(early, 0.1 * begun + 0.9 * second)


@points(6)
def test_num_updates_never_exceed_the_decay(student):
    """However large num_updates is, no more than the share decay of the shadow is kept.

    无论 num_updates 多大，影子保留的比例都不超过 decay。
    """
    second = np.array([3.0, -2.0])
    begun, half = followed(student, 0.6, "W8", (second, 1000))
    also_begun, most = followed(student, 0.8, "b8", (second, 60))  # 61 / 70 would be 0.87
    assert_close(half, 0.6 * begun + 0.4 * second)
    assert_close(most, 0.8 * also_begun + 0.2 * second)


@points(5)
def test_num_updates_of_one_call_does_not_stay(student):
    """What num_updates did in one call is forgotten in the next.

    一次调用中的 num_updates 不影响下一次调用。
    """
    second, third = np.array([3.0, -2.0]), np.array([0.0, 7.0])
    begun, early, later = followed(student, 0.9, "W9", (second, 2), (third,))
    assert_close(early, 3 / 12 * begun + 9 / 12 * second)
    assert_close(later, 0.9 * early + 0.1 * third)


@points(3)
def test_two_objects_have_nothing_in_common(student):
    """Two moving averages of parameters with one name, with decays of their own.

    两个滑动平均对象，参数同名，decay 各不相同。
    """
    slow = student.new("ExponentialMovingAverage", 0.9)
    quick = student.new("ExponentialMovingAverage", 0.5)
    apply(slow, {"W10": np.array([1.0, 2.0])})
    apply(quick, {"W10": np.array([5.0, -4.0])})
    apply(slow, {"W10": np.array([0.0, 0.0])})
    apply(quick, {"W10": np.array([0.0, 0.0])})
    of_slow, of_quick = average(slow, "W10"), average(quick, "W10")
    assert_average(of_slow, np.array([1.0, 2.0]), np.array([0.0, 0.0]))
    assert_average(of_quick, np.array([5.0, -4.0]), np.array([0.0, 0.0]))


@points(3)
def test_names_that_come_and_go(student):
    """A name that comes later starts at its own value; one that is left out keeps its shadow.

    后来出现的名字从自己的值开始；这次没有出现的名字保持影子不变。
    """
    ema = student.new("ExponentialMovingAverage", 0.5)
    apply(ema, {"W11": np.array([8.0, 0.0])})
    apply(ema, {"b11": np.array([2.0, 4.0])})
    kept, new = average(ema, "W11"), average(ema, "b11")
    # in another order than they came in
    apply(ema, {"b11": np.array([6.0, 0.0]), "W11": np.array([0.0, 4.0])})
    w, b = average(ema, "W11"), average(ema, "b11")
    assert_close(kept, np.array([8.0, 0.0]))
    assert_close(new, np.array([2.0, 4.0]))
    assert_average(w, np.array([8.0, 0.0]), np.array([0.0, 4.0]))
    assert_average(b, np.array([2.0, 4.0]), np.array([6.0, 0.0]))


@points(2)
def test_parameters_of_whole_numbers(student):
    """Parameters of whole numbers, arrays and plain ones, have averages with fractions; those of arrays are arrays.

    整数参数（数组或普通的数）的平均可以是小数；数组的平均仍是数组。
    """
    ema = student.new("ExponentialMovingAverage", 0.5)
    first, second = np.array([4, -1, 0]), np.array([1, 2, 3])
    apply(ema, {"W12": first, "w12": 1})
    apply(ema, {"w12": 0, "W12": second})
    got, number = ema.method("average")("W12"), average(ema, "w12")
    assert_average(as_array(got, (3,)), first, second)
    assert_average(number, 1, 0)


@points(3)
def test_parameters_are_left_alone(student):
    """apply changes neither the dict of parameters nor the arrays in it.

    apply 既不修改参数字典，也不修改其中的数组。
    """
    ema = student.new("ExponentialMovingAverage", 0.5)
    before = [
        {"W13": np.array([1.0, 2.0, -4e3, 1e-9]), "b13": np.array([0.5, -9.0])},
        {"W13": np.array([3.0, 0.0, 5e3, -1e-9]), "b13": np.array([1.5, 7.0])},
    ]
    given = [{name: value.copy() for name, value in params.items()} for params in before]
    ema.method("apply")(given[0])
    ema.method("apply")(given[1])
    w, b = average(ema, "W13"), average(ema, "b13")
    for got, name in ((w, "W13"), (b, "b13")):  # whatever average it is
        assert_average(got, before[0][name], before[1][name])
    for handed, then in zip(given, before, strict=True):
        now = student.left_of(handed)
        same_names = type(now) is dict and set(now) == set(then)
        expect(same_names, "the dict that was given has other names after the call", expected=then, got=now)
        for name in then:
            assert_unchanged(now[name], then[name])


@points(4)
def test_shadows_are_not_the_parameters_themselves(student):
    """When an optimizer changes a parameter's array in place, its shadow stays until the next apply.

    优化器原地修改参数数组时，影子在下一次 apply 之前保持不变。
    """
    ema = student.new("ExponentialMovingAverage", 0.5)
    w = student.new("numpy.array", [1.0, -2.0])  # lives on the worker's side: both calls of apply see one array
    ema.method("apply")({"W14": w})
    w.method("fill")(5.0)
    between = average(ema, "W14")
    ema.method("apply")({"W14": w})
    after = average(ema, "W14")
    parameter = w.method("copy")()
    assert_close(between, np.array([1.0, -2.0]))
    assert_average(after, np.array([1.0, -2.0]), np.array([5.0, 5.0]))
    assert_close(parameter, np.array([5.0, 5.0]), what="the parameter after apply")
