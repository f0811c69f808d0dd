"""Hidden suite of 01_matrix_product: 100 points in all."""

import numpy as np

from grader.errors import StudentRaised
from grader.suite import (
    as_array,
    assert_close,
    assert_raised,
    by_columns,
    expect,
    leaves_alone,
    points,
)

EXCHANGE = np.array([[0.0, 1.0], [1.0, 0.0]])
NEGATIVE = np.array([[1.0, -2.0], [3.0, 5.0]])


def square(answer):
    return as_array(answer, (2, 2))


def pair(answer):
    return as_array(answer, (2,))


def refuses(function, *arguments):
    """Require a call to raise ValueError."""
    try:
        function(*arguments)
    except StudentRaised as fault:
        assert_raised(fault, ["ValueError"])
        return
    expect(False, "arguments that do not fit should raise ValueError")


@points(25)
def test_matvec_of_any_shape(student, rng):
    """A times x, for tall, wide and square matrices; A may be a transposed one.

    A 乘 x，高的、宽的、方的矩阵都适用；A 可以是转置过的。
    """
    for rows, columns in ((4, 2), (2, 5), (3, 3), (3, 3)):  # one shape twice: the answer depends on the numbers too
        A, x = rng.normal(size=(rows, columns)), rng.normal(size=columns)
        assert_close(student.matvec(A, x), A @ x)
    assert_close(student.matvec(by_columns(student, A), x), A @ x)


@points(35)
def test_matmul_of_any_shape(student, rng):
    """A times B, for shapes that fit, square or not; both may be transposed ones.

    A 乘 B，形状相符即可，不必是方阵；两者都可以是转置过的。
    """
    for rows, inner, columns in ((3, 3, 3), (2, 4, 3), (1, 3, 5), (2, 4, 3)):
        A, B = rng.normal(size=(rows, inner)), rng.normal(size=(inner, columns))
        assert_close(student.matmul(A, B), A @ B)
    assert_close(student.matmul(by_columns(student, A), by_columns(student, B)), A @ B)


@points(10)
def test_whole_numbers(student, rng):
    """A may hold integers where what follows holds fractions.

    A 可以是整数数组，与之相乘的可以是小数。
    """
    A, B = np.array([[1, -2, 0], [3, 1, 2]]), rng.normal(size=(3, 4))
    student.each(
        lambda: assert_close(student.matvec(A, B[:, 0]), A @ B[:, 0]),
        lambda: assert_close(student.matmul(A, B), A @ B),
        partly="one of the two functions does it",
    )


@points(20)
def test_shapes_that_do_not_fit(student):
    """Both functions raise ValueError where the shapes do not fit, and only there.

    形状不符时，两个函数都抛出 ValueError；只在这时抛出。
    """
    misfits = ((3, 2), (3, 1), (1, 3))  # where one is 1, NumPy would repeat it in silence

    def vector():
        # What refuses everything, or nothing, earns nothing. Which numbers come out is asked for above.
        pair(student.matvec(NEGATIVE, np.array([0.5, -1.0])))
        for columns, rows in misfits:
            refuses(student.matvec, np.ones((2, columns)), np.ones(rows))

    def matrix():
        square(student.matmul(NEGATIVE, NEGATIVE))
        for columns, rows in misfits:
            refuses(student.matmul, np.ones((2, columns)), np.ones((rows, 2)))

    student.each(vector, matrix, partly="one of the two functions does it")


@points(10)
def test_arguments_are_left_alone(student):
    """Neither function changes what it is given.

    两个函数都不改变传入的数组。
    """
    # whatever comes out: which numbers, is asked for above
    student.each(
        lambda: leaves_alone(student.matvec, (NEGATIVE, np.array([0.5, -1.0])), (EXCHANGE, NEGATIVE[0]), read=pair),
        lambda: leaves_alone(student.matmul, (NEGATIVE, EXCHANGE), (NEGATIVE, NEGATIVE), read=square),
        partly="one of the two functions does it",
    )
