"""Public tests: the worked numbers of the statement."""

import numpy as np

from grader.suite import assert_close

A = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
B = np.array([6.0, 0.0, 0.0])


def test_the_line_of_the_worked_example(student):
    """The line through (0, 6), (1, 0) and (2, 0) that fits best is 5 - 3t."""
    assert_close(student.least_squares(A, B), np.array([5.0, -3.0]))


def test_the_projection_of_the_worked_example(student):
    """The values of that line at 0, 1 and 2."""
    assert_close(student.project(A, B), np.array([5.0, 2.0, -1.0]))
