"""Hidden suite of 04_gradient_descent.

Expected values are iterated here in NumPy with the gradient written out. The quadratics are not separable: the slope
of one element depends on the others.
"""

from dataclasses import dataclass

import numpy as np

from grader.suite import (
    as_array,
    as_list,
    as_scalar,
    assert_close,
    assert_unchanged,
    by_columns,
    expect,
    in_place,
    leaves_alone,
    points,
)

# A numerical gradient stands behind these. A central difference is exact on a quadratic but for rounding (1e-5 at most,
# for h = 1e-8); a one-sided one with h = 1e-4 leads 5e-5 astray. How a slope is measured is the matter of exercise 03:
# here each passes. The last step of every descent that has not arrived moves x by 1e-2 or more.
NEAR = {"rtol": 1e-3, "atol": 1e-3}

# float32 is TensorFlow's default. After 40 steps its relative error is below 40 * 2 * 6e-8 = 5e-6, in a square twice
# that; near w = -1 the resolution of w is 6e-8.
TAPE = {"rtol": 1e-4, "atol": 1e-5}

WORDS = ("converged", "diverged", "oscillating", "too slow")

# Elements that f takes at most. The largest x has 3, and x moved up and down in each of its elements, as one batch,
# 2 * 3 * 3 = 18; fifty times that is let pass to its own error. The formulas broadcast against 3 elements.
MAX_SIZE = 1000


def place(x):
    """Return where f is asked for, insisting on an array."""
    if not isinstance(x, np.ndarray) or np.iscomplexobj(x):
        raise TypeError(f"f takes an array of real numbers, not a {type(x).__name__}")
    if x.size > MAX_SIZE:
        raise ValueError(f"f takes x, not an array of shape {x.shape}")
    return np.asarray(x, dtype=np.float64)


@dataclass(frozen=True)
class Quadratic:
    """0.5 (x - lowest)' A (x - lowest) + 1, for the submission to call."""

    name: str
    rows: tuple[tuple[float, ...], ...]
    lowest: tuple[float, ...]

    def __call__(self, x):
        away = place(x) - self.lowest
        with np.errstate(all="ignore"):
            return float(0.5 * away @ np.array(self.rows) @ away + 1)

    def __repr__(self):
        return self.name

    def descend(self, x, lr, steps):
        """Return where ``steps`` steps lead from ``x``, by the exact gradient."""
        for _ in range(steps):
            x = x - lr * np.array(self.rows) @ (x - np.array(self.lowest))
        return x


class Wave:
    """2 sin(3 x0) + 0.5 x1**2: unlike a quadratic, its central difference depends on the step that is taken for it."""

    def __call__(self, x):
        x = place(x)
        return float(2 * np.sin(3 * x[0]) + 0.5 * x[1] ** 2)

    def __repr__(self):
        return "a wave"


BOWL = Quadratic("a bowl", ((2.0, 0.8), (0.8, 1.0)), (0.5, -1.0))
VALLEY = Quadratic("a valley", ((3.0, 1.0, -0.5), (1.0, 2.0, 0.6), (-0.5, 0.6, 1.0)), (1.0, -2.0, 0.5))
LINE = Quadratic("a parabola", ((1.5,),), (2.0,))


def ended(answer):
    """Return where a descent ended. To return the way as well costs the points of one test, not of all."""
    if type(answer) is tuple and len(answer) == 2:
        return answer[0]
    return answer[-1] if isinstance(answer, np.ndarray) and answer.ndim == 2 and len(answer) else answer


@points(6)
def test_gradient_descent_makes_one_step(student, rng):
    """One step leads lr times the gradient down.

    一步：沿梯度的反方向走 lr 倍的梯度。
    """
    for lr in (0.1, 0.4):
        x = rng.uniform(2, 4, size=2)
        got = student.gradient_descent(BOWL, x.copy(), lr=lr, step_num=1)
        assert_close(ended(got), BOWL.descend(x, lr, 1), **NEAR)
    # near x0 = 1 the wave hardly bends, so that a forward difference passes too; a step of 0.1 is off by 8e-3
    x = np.array([rng.uniform(1.0, 1.08), 2.0])
    lower = x - 0.1 * np.array([6 * np.cos(3 * x[0]), x[1]])
    assert_close(ended(student.gradient_descent(Wave(), x.copy(), lr=0.1, step_num=1)), lower, **NEAR)


@points(8)
def test_gradient_descent_makes_several_steps(student, rng):
    """Each step starts where the last one ended, with the gradient of that place.

    每一步都从上一步的终点出发，用那里的梯度。
    """
    for steps in (2, 3, 6):
        x = rng.uniform(3, 5, size=3)
        got = student.gradient_descent(VALLEY, x.copy(), lr=0.15, step_num=steps)
        assert_close(ended(got), VALLEY.descend(x, 0.15, steps), **NEAR)


@points(4)
def test_gradient_descent_arrives_at_the_lowest_point(student):
    """Many steps lead from anywhere to the lowest point, and it alone is returned.

    走很多步，无论从哪里出发都会到达最低点；返回的只有这个点。
    """
    for x in (np.array([4.0, 3.0]), np.array([-3.0, 0.0])):
        # the slowest direction shrinks by 1 - 0.4 * 0.56 a step: 1e-5 of the way is left after 45
        assert_close(student.gradient_descent(BOWL, x, 0.4, 45), np.array(BOWL.lowest), **NEAR)


@points(4)
def test_gradient_descent_has_defaults(student):
    """Without arguments the rate is 0.01 and there are 100 steps.

    不给参数时，学习率是 0.01，走 100 步。
    """
    x = np.array([-4.0])
    assert_close(ended(student.gradient_descent(LINE, x.copy())), LINE.descend(x, 0.01, 100), **NEAR)
    assert_close(ended(student.gradient_descent(LINE, x.copy(), step_num=30)), LINE.descend(x, 0.01, 30), **NEAR)
    assert_close(ended(student.gradient_descent(LINE, x.copy(), lr=0.004)), LINE.descend(x, 0.004, 100), **NEAR)


@points(4)
def test_gradient_descent_leaves_the_start_alone(student):
    """The array of the start is the same afterwards.

    出发点的数组在调用之后不变。
    """
    # Where the way leads is asked for above. Here it must lead somewhere: a function that does nothing changes nothing.
    for start in (np.array([3.0, 2.0, -1.0]), np.array([-2.0, 0.5, 4.0])):
        given = start.copy()
        end = as_array(ended(student.gradient_descent(VALLEY, given, lr=0.1, step_num=4)), start.shape)
        # moving the start's elements and putting them back is let pass: += h, -= 2h, += h is off by 1e-16
        assert_close(student.left_of(given), start, rtol=0.0, atol=1e-12, what="the start after the call")
        expect(not np.allclose(end, start), "four steps lead nowhere", got=end)


@points(3)
def test_gradient_descent_from_whole_numbers(student):
    """The start may be an array of integers.

    出发点可以是整数数组。
    """
    # compared with the function's own way from the same numbers as floats
    ends = []
    for start in (np.array([3, -2]), np.array([-4, 1])):
        floats, whole = (ended(student.gradient_descent(BOWL, x, lr=0.3, step_num=3)) for x in (1.0 * start, start))
        ends.append(as_array(floats, start.shape))
        assert_close(whole, ends[-1], **NEAR)
    expect(not np.allclose(*ends), "different starts give the same result")


def layer(rng):
    """Parameters of a small layer, and gradients of the same shapes."""
    shapes = {"W1": (2, 3), "b1": (3,), "W2": (3, 1), "b2": (1,)}
    params = {k: rng.normal(size=s) for k, s in shapes.items()}
    # gradients from 1 to 2: whatever the seed, each one shows
    return params, {k: rng.uniform(1, 2, size=s) * rng.choice([-1, 1], size=s) for k, s in shapes.items()}


def copied(arrays):
    """Return a dict of copies."""
    return {k: v.copy() for k, v in arrays.items()}


def assert_params(params, expected, what):
    """Require a dict of arrays, whatever a submission has made of it."""
    for key, value in expected.items():
        assert_close(as_array(params.get(key), value.shape, what), value, what=what)


@points(5)
def test_sgd_updates_every_parameter(student, rng):
    """One update moves every array of the dict by -lr times its gradient, in the dict itself.

    一次更新：字典里的每个数组都减去 lr 倍的梯度，改的是字典本身。
    """
    params, grads = layer(rng)
    expected = {k: params[k] - 0.1 * grads[k] for k in params}
    # the dicts have the same keys, and not always in the same order
    reversed_order = dict(reversed(grads.items()))
    student.new("SGD", lr=0.1).method("update")(in_place(params), reversed_order)
    assert_params(params, expected, "a parameter after one update")
    # and the same keys in another order than before
    again, grads = (dict(reversed(arrays.items())) for arrays in layer(rng))
    expected = {k: again[k] - 0.1 * grads[k] for k in again}
    student.new("SGD", lr=0.1).method("update")(in_place(again), grads)
    assert_params(again, expected, "a parameter after one update")


@points(6)
def test_sgd_updates_again_and_again(student, rng):
    """Three updates with one optimizer: each starts from the last one's parameters, with its own gradients.

    同一个优化器连续更新三次：每次都从上一次的参数出发，用新的梯度。
    """
    params, _ = layer(rng)
    optimizer = student.new("SGD", 0.2)
    expected = copied(params)
    for _ in range(3):
        _, grads = layer(rng)
        expected = {k: expected[k] - 0.2 * grads[k] for k in expected}
        optimizer.method("update")(in_place(params), grads)
        assert_params(params, expected, "a parameter after several updates")


@points(3)
def test_sgd_has_a_default_rate(student, rng):
    """SGD() has the learning rate 0.01.

    SGD() 的学习率是 0.01。
    """
    params, grads = layer(rng)
    expected = {k: params[k] - 0.01 * grads[k] for k in params}
    student.new("SGD").method("update")(in_place(params), grads)
    assert_params(params, expected, "a parameter after one update")


@points(4)
def test_two_sgd_optimizers_keep_their_own_rates(student, rng):
    """Two optimizers side by side each use the rate that they were made with.

    两个优化器并存，各用各的学习率。
    """
    optimizers = {lr: student.new("SGD", lr=lr) for lr in (0.5, 0.05)}
    for lr, optimizer in optimizers.items():
        params, grads = layer(rng)
        expected = {k: params[k] - lr * grads[k] for k in params}
        optimizer.method("update")(in_place(params), grads)
        assert_params(params, expected, "a parameter after one update")


@points(4)
def test_sgd_leaves_the_gradients_alone(student, rng):
    """The gradients are the same after the update.

    更新之后，梯度不变。
    """
    params, grads = layer(rng)
    before, start = copied(grads), copied(params)
    student.new("SGD", lr=0.1).method("update")(in_place(params), grads)
    moved = [not np.allclose(as_array(params.get(key), value.shape), value) for key, value in start.items()]
    expect(any(moved), "an update moves no parameter")  # where to is asked for above
    left = student.left_of(grads)
    expect(type(left) is dict, "the dict of gradients was changed by the call")
    for key, value in before.items():
        assert_unchanged(left.get(key), value, what="a gradient")


@points(3)
def test_sgd_step_of_numbers(student):
    """One step of a number.

    一个数走一步。
    """
    for w, grad, lr in ((2.0, 3.0, 0.5), (-1.0, -4.0, 0.1)):
        assert_close(student.sgd_step(w, grad, lr), w - lr * grad)


@points(4)
def test_sgd_step_of_arrays(student, rng):
    """One step of an array of any shape.

    任意形状的数组走一步。
    """
    for shape in ((4,), (2, 3)):
        w, grad = rng.normal(size=shape), rng.uniform(1, 2, size=shape)
        assert_close(student.sgd_step(w.copy(), grad.copy(), 0.3), w - 0.3 * grad)
    assert_close(student.sgd_step(by_columns(student, w), by_columns(student, grad), 0.3), w - 0.3 * grad)


@points(4)
def test_sgd_step_leaves_its_arguments_alone(student, rng):
    """The new value comes back; w and the gradient stay as they were.

    返回新值；w 和梯度保持原样。
    """
    w, grad = rng.normal(size=3), rng.uniform(1, 2, size=3)
    leaves_alone(student.sgd_step, (w, grad, 0.3), (w, 2 * grad, 0.3), (w, -grad, 0.1))


def path(w0, lr, epochs):
    """Return w after each of ``epochs`` updates on the loss (w + 1)**2, whose gradient is 2 (w + 1)."""
    return (w0 + 1) * (1 - 2 * lr) ** np.arange(1, epochs + 1) - 1


def two_lists(answer):
    """Return what should be ws and losses, insisting on two of something."""
    two = isinstance(answer, (tuple, list)) or (isinstance(answer, np.ndarray) and answer.ndim == 2)
    expect(two and len(answer) == 2, "two lists should come back, ws and losses")
    return answer[0], answer[1]


@points(6)
def test_descend_with_tape_records_w(student):
    """w after each update, for a start and a rate of ours.

    给定出发点和学习率，记录每次更新之后的 w。
    """
    for w0, lr, epochs in ((3.0, 0.1, 5), (-6.0, 0.35, 8)):
        ws, _ = two_lists(student.descend_with_tape(w0, lr, epochs))
        assert_close(np.array(as_list(ws, epochs, "ws")), path(w0, lr, epochs), **TAPE)


@points(4)
def test_descend_with_tape_records_the_loss_after_the_update(student):
    """Each loss is that of the w beside it, the one after the update.

    每个损失都对应同一位置的 w，即更新之后的 w。
    """
    for w0, lr, epochs in ((3.0, 0.1, 5), (-6.0, 0.35, 8)):
        _, losses = two_lists(student.descend_with_tape(w0, lr, epochs))
        assert_close(np.array(as_list(losses, epochs, "losses")), (path(w0, lr, epochs) + 1) ** 2, **TAPE)


@points(3)
def test_descend_with_tape_has_one_entry_an_epoch(student):
    """As many entries as epochs in both lists, and the last is that of the last epoch.

    两个列表的长度都等于轮数，最后一项属于最后一轮。
    """
    for epochs in (1, 4):
        ws, losses = two_lists(student.descend_with_tape(w0=1.0, lr=0.25, epochs=epochs))
        last = as_list(ws, epochs, "ws")[-1:]
        as_list(losses, epochs, "losses")
        assert_close(np.array(last), path(1.0, 0.25, epochs)[-1:], what="the last w", **TAPE)


@points(3)
def test_descend_with_tape_has_defaults(student):
    """Without arguments: from 5, rate 0.2, 40 epochs, down to -1.

    不给参数时：从 5 出发，学习率 0.2，40 轮，到达 -1。
    """
    ws, losses = two_lists(student.descend_with_tape())
    assert_close(np.array(as_list(ws, 40, "ws")), path(5.0, 0.2, 40), **TAPE)
    assert_close(as_scalar(as_list(losses, 40, "losses")[-1]), 0.0, **TAPE)


@points(3)
def test_descend_with_tape_at_large_rates(student):
    """Rates near 1 jump from side to side, rates above 1 run away: the numbers say so.

    学习率接近 1 时左右跳动，大于 1 时越走越远：数值如实反映。
    """
    for lr in (0.99, 1.1):
        ws, _ = two_lists(student.descend_with_tape(5.0, lr, 40))
        assert_close(np.array(as_list(ws, 40, "ws")), path(5.0, lr, 40), **TAPE)


@points(3)
def test_descend_with_tape_starts_over_each_time(student):
    """A second call does not go on where the first one ended.

    第二次调用不会接着第一次的终点继续。
    """
    for w0 in (2.0, 4.0, 4.0):
        ws, _ = two_lists(student.descend_with_tape(w0=w0, lr=0.3, epochs=3))
        assert_close(np.array(as_list(ws, 3, "ws")), path(w0, 0.3, 3), **TAPE)


@points(2)
def test_descend_with_tape_from_a_whole_number(student):
    """w0 may be an integer.

    w0 可以是整数。
    """
    ws, _ = two_lists(student.descend_with_tape(2, 0.1, 3))
    assert_close(np.array(as_list(ws, 3, "ws")), path(2, 0.1, 3), **TAPE)


def judged(student, w0, lr, epochs=40):
    """Return the submission's judgement of a descent, one of the four words."""
    ws = path(w0, lr, epochs)
    word = student.judge_learning_rate(ws.tolist(), ((ws + 1) ** 2).tolist())
    expect(type(word) is str and word in WORDS, "the answer is none of the four words", expected=WORDS, got=word)
    return word


def assert_judged(student, expected, descents, others):
    """Require the word for each of ``descents``, and another one for each of ``others``.

    All are as far from the boundaries as the statement says: the last loss is below 1e-6 or above 0.1, the last and the
    first differ by a twentieth or more, and w jumps over -1 in every epoch or in none.
    """
    for descent in descents:
        word = judged(student, *descent)
        expect(word == expected, "this descent went another way", expected=expected, got=word)
    for descent in others:
        word = judged(student, *descent)
        expect(word != expected, "a descent that went another way is called the same", got=word)


@points(4)
def test_judges_a_descent_that_converged(student):
    """Converged: the last loss is next to nothing, whether w got there from one side or jumping.

    收敛：最后的损失几乎为 0，不管 w 是从一侧靠近还是左右跳着靠近。
    """
    descents = ((5.0, 0.2), (-8.0, 0.3), (0.5, 0.25, 20), (5.0, 0.8))
    assert_judged(student, "converged", descents, ((5.0, 0.001), (5.0, 1.1)))


@points(3)
def test_judges_a_descent_that_is_too_slow(student):
    """Too slow: down on one side, but far from the lowest point at the end.

    太慢：在一侧下降，但到最后离最低点还很远。
    """
    descents = ((5.0, 0.001), (-7.0, 0.002), (5.0, 0.01), (-0.2, 0.001, 30), (90.0, 0.001))
    assert_judged(student, "too slow", descents, ((5.0, 0.2), (5.0, 0.99)))


@points(3)
def test_judges_a_descent_that_oscillates(student):
    """Oscillating: from one side to the other in every epoch, and far away at the end.

    振荡：每一轮都从一侧跳到另一侧，到最后仍然很远。
    """
    # the last one stays within 0.6 of -1, and ends left of it
    descents = ((5.0, 0.99), (5.0, 0.999), (-3.0, 0.99, 41), (5.0, 0.97, 20), (-0.4, 0.999, 21), (70.0, 0.99))
    assert_judged(student, "oscillating", descents, ((5.0, 0.001), (5.0, 1.1), (5.0, 0.8)))


@points(2)
def test_judges_a_descent_that_diverged(student):
    """Diverged: the loss is larger at the end than at the beginning, on one side or on both.

    发散：结束时的损失比开始时更大，无论在一侧还是两侧。
    """
    # from near -1 the loss ends below every number of the statement's example, and is larger than at the beginning
    descents = ((5.0, 1.1), (-3.0, 1.2, 25), (5.0, -0.05), (0.5, 1.02), (-0.9, 1.05, 20))
    assert_judged(student, "diverged", descents, ((5.0, 0.2), (5.0, 0.99)))


@points(2)
def test_judges_a_loss_that_is_not_a_number_as_diverged(student):
    """A loss that has become inf or nan has diverged.

    损失变成 inf 或 nan，就是发散。
    """
    ws = path(5.0, 3.0, 20)
    endless = [*((ws + 1) ** 2).tolist(), float("inf")]
    for w, losses in (
        ([*ws.tolist(), float("inf")], endless),
        ([*ws.tolist(), float("inf"), float("nan")], [*endless, float("nan")]),
    ):
        word = student.judge_learning_rate(w, losses)
        expect(type(word) is str and word == "diverged", "this descent went another way", expected="diverged", got=word)
    expect(judged(student, 5.0, 0.001) != "diverged", "a descent that went another way is called the same")
