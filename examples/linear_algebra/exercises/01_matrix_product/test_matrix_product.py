"""Public tests: the worked numbers of the statement. The hidden suite asks for more than these."""

import numpy as np

from grader.suite import assert_close

A = np.array([[1.0, 2.0], [3.0, 4.0]])


def test_matvec_of_the_worked_example(student):
    """[[1, 2], [3, 4]] times [1, -1] is [-1, -1].

    [[1, 2], [3, 4]] 乘 [1, -1] 得 [-1, -1]。
    """
    assert_close(student.matvec(A, np.array([1.0, -1.0])), np.array([-1.0, -1.0]))


def test_matmul_of_the_worked_example(student):
    """A product with a matrix that exchanges columns exchanges them.

    与交换两列的矩阵相乘，两列互换。
    """
    assert_close(student.matmul(A, np.array([[0.0, 1.0], [1.0, 0.0]])), np.array([[2.0, 1.0], [4.0, 3.0]]))
