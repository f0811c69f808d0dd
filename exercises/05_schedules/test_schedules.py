"""Public tests: the worked numbers of the statement, and a small example of each of its conventions.

The hidden suite asks for more than these. Each test names its parameters in its own way, so that what one object keeps
for another shows in one test only.
"""

import numpy as np

from grader.suite import assert_close, assert_unchanged, by_columns


def test_exponential_decay_of_the_worked_example(student):
    """A rate of 0.1 that halves every 100 steps is 0.084089642 at step 25 and 0.017677670 at step 250.

    从 0.1 开始、每 100 步减半的学习率，在第 25 步是 0.084089642，在第 250 步是 0.017677670。
    """
    assert_close(student.exponential_decay(0.1, 0.5, 100, 25), 0.084089642)
    assert_close(student.exponential_decay(0.1, 0.5, 100, 250), 0.017677670)


def test_exponential_decay_divides_in_the_exponent(student):
    """The exponent is step / decay_steps: with decay_steps of 2 it is 1.5 at step 3.

    指数是 step / decay_steps：decay_steps 为 2 时，第 3 步的指数是 1.5。
    """
    assert_close(student.exponential_decay(0.8, 0.25, 2, 3), 0.1)


def test_exponential_decay_keeps_its_rate(student):
    """decay_rate is the share that is kept: with 0.9, 0.81 is left after twice decay_steps.

    decay_rate 是保留的比例：取 0.9 时，经过两个 decay_steps 剩下 0.81。
    """
    assert_close(student.exponential_decay(1.0, 0.9, 10, 20), 0.81)


def test_staircase_of_the_worked_example(student):
    """As a staircase it is still 0.1 at step 99, and 0.025 at step 250.

    阶梯形式在第 99 步仍是 0.1，在第 250 步是 0.025。
    """
    assert_close(student.exponential_decay(0.1, 0.5, 100, 99, staircase=True), 0.1)
    assert_close(student.exponential_decay(0.1, 0.5, 100, 250, staircase=True), 0.025)


def test_staircase_falls_at_once(student):
    """The staircase falls at step 100 exactly, and stays there: 0.05 at steps 100 and 101.

    阶梯恰好在第 100 步下降，之后保持不变：第 100 步和第 101 步都是 0.05。
    """
    assert_close(student.exponential_decay(0.1, 0.5, 100, 100, staircase=True), 0.05)
    assert_close(student.exponential_decay(0.1, 0.5, 100, 101, staircase=True), 0.05)


def test_moving_average_of_arrays(student):
    """With a decay of 0.9, [4, 0] and then [2, 1] average to [3.8, 0.1].

    decay 为 0.9 时，先 [4, 0] 后 [2, 1]，平均是 [3.8, 0.1]。
    """
    ema = student.new("ExponentialMovingAverage", 0.9)
    ema.method("apply")({"W1": np.array([4.0, 0.0])})
    assert_close(ema.method("average")("W1"), np.array([4.0, 0.0]))
    ema.method("apply")({"W1": np.array([2.0, 1.0])})
    assert_close(ema.method("average")("W1"), np.array([3.8, 0.1]))


def test_moving_average_of_the_worked_table(student):
    """The worked table: 0.0, 0.9, 1.644545455, 2.328173554, 2.404891818.

    题目中的表格：0.0、0.9、1.644545455、2.328173554、2.404891818。
    """
    ema = student.new("ExponentialMovingAverage", 0.99)
    ema.method("apply")({"w": 0.0})
    assert_close(ema.method("average")("w"), 0.0)
    for w, n, expected in ((1.0, 0, 0.9), (10.0, 100, 1.644545455), (10.0, 100, 2.328173554)):
        ema.method("apply")({"w": w}, n)
        assert_close(ema.method("average")("w"), expected)
    ema.method("apply")({"w": 10.0})
    assert_close(ema.method("average")("w"), 2.404891818)


def test_moving_average_starts_at_the_first_value(student):
    """The first average is the parameter itself, whatever num_updates is.

    第一次的平均就是参数本身，无论 num_updates 是多少。
    """
    ema = student.new("ExponentialMovingAverage", 0.9)
    ema.method("apply")({"first": np.array([4.0, -2.0])}, 3)
    assert_close(ema.method("average")("first"), np.array([4.0, -2.0]))


def test_moving_average_with_a_decay_of_0(student):
    """A decay of 0 is a decay too: nothing of the old shadow is kept.

    decay 为 0 也是一种 decay：旧的影子完全不保留。
    """
    ema = student.new("ExponentialMovingAverage", 0)
    ema.method("apply")({"none": 10.0})
    ema.method("apply")({"none": 20.0})
    assert_close(ema.method("average")("none"), 20.0)


def test_num_updates_of_a_young_training(student):
    """With num_updates of 2, d is 3/12, so that 10 and then 20 average to 17.5.

    num_updates 为 2 时 d 是 3/12，所以先 10 后 20 的平均是 17.5。
    """
    ema = student.new("ExponentialMovingAverage", 0.99)
    ema.method("apply")({"young": 10.0})
    ema.method("apply")({"young": 20.0}, 2)
    assert_close(ema.method("average")("young"), 17.5)


def test_num_updates_of_0(student):
    """0 is a number of updates too: d is 1/10, so that 10 and then 20 average to 19.

    0 也是一个更新次数：d 是 1/10，所以先 10 后 20 的平均是 19。
    """
    ema = student.new("ExponentialMovingAverage", 0.9)
    ema.method("apply")({"zero": 10.0})
    ema.method("apply")({"zero": 20.0}, 0)
    assert_close(ema.method("average")("zero"), 19.0)


def test_num_updates_never_raise_d_above_decay(student):
    """d is the smaller of two: with a decay of 0.25 and many updates it stays 0.25.

    d 取两者中较小的：decay 为 0.25 时，更新次数再多也还是 0.25。
    """
    ema = student.new("ExponentialMovingAverage", 0.25)
    ema.method("apply")({"many": 10.0})
    ema.method("apply")({"many": 20.0}, 500)
    assert_close(ema.method("average")("many"), 17.5)


def test_num_updates_hold_for_one_call(student):
    """num_updates holds for its own call alone: the next one decides afresh.

    num_updates 只在当次调用有效：下一次调用重新决定。
    """
    ema = student.new("ExponentialMovingAverage", 0.5)
    ema.method("apply")({"once": 10.0})
    ema.method("apply")({"once": 20.0}, 0)
    ema.method("apply")({"once": 9.0})
    assert_close(ema.method("average")("once"), 14.0)


def test_names_that_are_left_out_keep_their_shadows(student):
    """A name that is not among the parameters this time keeps its shadow.

    这次没有出现的名字，影子保持不变。
    """
    ema = student.new("ExponentialMovingAverage", 0.5)
    ema.method("apply")({"kept": 10.0, "other": 1.0})
    ema.method("apply")({"other": 3.0})
    assert_close(ema.method("average")("kept"), 10.0)
    assert_close(ema.method("average")("other"), 2.0)


def test_names_that_come_later_start_at_their_own_values(student):
    """A name that comes later starts at its own first value.

    后来出现的名字从自己的第一个值开始。
    """
    ema = student.new("ExponentialMovingAverage", 0.5)
    ema.method("apply")({"early": 10.0})
    ema.method("apply")({"early": 20.0, "late": 4.0})
    assert_close(ema.method("average")("early"), 15.0)
    assert_close(ema.method("average")("late"), 4.0)


def test_names_in_any_order(student):
    """The names may come in another order than before.

    名字的顺序可以与之前不同。
    """
    ema = student.new("ExponentialMovingAverage", 0.5)
    ema.method("apply")({"left": 10.0, "right": 2.0})
    ema.method("apply")({"right": 4.0, "left": 20.0})
    assert_close(ema.method("average")("left"), 15.0)
    assert_close(ema.method("average")("right"), 3.0)


def test_two_objects_do_not_share_shadows(student):
    """Two moving averages do not disturb each other, even if their parameters have the same name.

    两个滑动平均对象互不影响，即使参数同名。
    """
    one, two = (student.new("ExponentialMovingAverage", 0.5) for _ in range(2))
    one.method("apply")({"same": 10.0})
    two.method("apply")({"same": 4.0})
    assert_close(one.method("average")("same"), 10.0)
    assert_close(two.method("average")("same"), 4.0)


def test_whole_numbers_have_averages_with_fractions(student):
    """Parameters may be whole numbers; their averages need not be.

    参数可以是整数，平均则不一定是整数。
    """
    ema = student.new("ExponentialMovingAverage", 0.5)
    ema.method("apply")({"whole": np.array([4, -1])})
    ema.method("apply")({"whole": np.array([1, 2])})
    assert_close(ema.method("average")("whole"), np.array([2.5, 0.5]))


def test_transposed_parameters_are_welcome(student):
    """A parameter may be a transposed array; its average has the same shape.

    参数可以是转置得到的数组，平均的形状与它相同。
    """
    ema = student.new("ExponentialMovingAverage", 0.5)
    ema.method("apply")({"W.T": by_columns(student, np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]))})
    ema.method("apply")({"W.T": by_columns(student, np.array([[3.0, 2.0, 1.0], [0.0, 5.0, 8.0]]))})
    assert_close(ema.method("average")("W.T"), np.array([[2.0, 2.0, 2.0], [2.0, 5.0, 7.0]]))


def test_apply_changes_no_parameter(student):
    """apply changes neither the dict of parameters nor the arrays in it.

    apply 既不修改参数字典，也不修改其中的数组。
    """
    ema = student.new("ExponentialMovingAverage", 0.5)
    for value in ([1.0, 2.0], [3.0, -4.0]):
        params = {"given": np.array(value)}
        ema.method("apply")(params)
        assert_unchanged(params, {"given": np.array(value)})


def test_shadows_stay_when_parameters_change(student):
    """When an optimizer changes a parameter in place, its shadow stays until the next apply.

    优化器原地修改参数时，影子在下一次 apply 之前保持不变。
    """
    ema = student.new("ExponentialMovingAverage", 0.5)
    w = student.new("numpy.array", [1.0, -3.0])  # lives beside the student's code, so that both can change it
    ema.method("apply")({"trained": w})
    w.method("fill")(7.0)
    assert_close(ema.method("average")("trained"), np.array([1.0, -3.0]))
