"""Hidden suite of 01_matrix_product: 100 points in all."""

import numpy as np

from grader.errors import StudentRaised
from grader.suite import assert_close, assert_raised, assert_unchanged, expect, points


def refuses(function, *arguments):
    """Require a call to raise ValueError."""
    try:
        function(*arguments)
    except StudentRaised as fault:
        assert_raised(fault, ["ValueError"])
        return
    expect(False, "arguments that do not fit should raise ValueError")


@points(30)
def test_matvec_of_any_shape(student, rng):
    """A times x, for tall, wide and square matrices.

    A 乘 x，高的、宽的、方的矩阵都适用。
    """
    for rows, columns in ((4, 2), (2, 5), (3, 3)):
        A, x = rng.normal(size=(rows, columns)), rng.normal(size=columns)
        assert_close(student.matvec(A, x), A @ x)


@points(40)
def test_matmul_of_any_shape(student, rng):
    """A times B, for shapes that fit, square or not.

    A 乘 B，形状相符即可，不必是方阵。
    """
    for rows, inner, columns in ((3, 3, 3), (2, 4, 3), (1, 3, 5)):
        A, B = rng.normal(size=(rows, inner)), rng.normal(size=(inner, columns))
        assert_close(student.matmul(A, B), A @ B)


@points(20)
def test_shapes_that_do_not_fit(student):
    """Both functions raise ValueError where the shapes do not fit.

    形状不符时，两个函数都抛出 ValueError。
    """
    for columns, rows in ((3, 2), (3, 1), (1, 3)):  # where one is 1, NumPy would repeat it in silence
        refuses(student.matvec, np.ones((2, columns)), np.ones(rows))
        refuses(student.matmul, np.ones((2, columns)), np.ones((rows, 2)))


@points(10)
def test_arguments_are_left_alone(student):
    """Neither function changes what it is given.

    两个函数都不改变传入的数组。
    """
    A, B = np.array([[1.0, 2.0], [3.0, 5.0]]), np.array([[2.0, 0.0], [1.0, 7.0]])
    assert_close(student.matmul(A, B), A @ B)
    assert_close(student.matvec(A, B[0]), A @ B[0])
    assert_unchanged(A, np.array([[1.0, 2.0], [3.0, 5.0]]))
    assert_unchanged(B, np.array([[2.0, 0.0], [1.0, 7.0]]))
