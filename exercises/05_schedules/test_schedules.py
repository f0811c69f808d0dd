"""Public tests: the worked numbers of the statement. The hidden suite asks for more than these."""

import numpy as np

from grader.suite import assert_close


def test_exponential_decay_of_the_worked_example(student):
    """A rate of 0.1 that halves every 100 steps is 0.084089642 at step 25 and 0.017677670 at step 250.

    从 0.1 开始、每 100 步减半的学习率，在第 25 步是 0.084089642，在第 250 步是 0.017677670。
    """
    assert_close(student.exponential_decay(0.1, 0.5, 100, 25), 0.084089642)
    assert_close(student.exponential_decay(0.1, 0.5, 100, 250), 0.017677670)


def test_staircase_of_the_worked_example(student):
    """As a staircase it is still 0.1 at step 99, and 0.025 at step 250.

    阶梯形式在第 99 步仍是 0.1，在第 250 步是 0.025。
    """
    assert_close(student.exponential_decay(0.1, 0.5, 100, 99, staircase=True), 0.1)
    assert_close(student.exponential_decay(0.1, 0.5, 100, 250, staircase=True), 0.025)


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
