"""Hidden suite of 02_projection: 100 points in all."""

import numpy as np

from grader.suite import as_array, assert_close, by_columns, expect, leaves_alone, points, same_for_integers

LINE = np.array([[1.0, -1.0], [1.0, 2.0], [1.0, 3.0]])
VALUES = np.array([2.0, -3.0, 1.0])


def solution(A, b):
    return np.linalg.lstsq(A, b, rcond=None)[0]


def unknowns(answer):
    return as_array(answer, (2,))


def point(answer):
    return as_array(answer, (3,))


@points(40)
def test_least_squares_of_random_points(student, rng):
    """The best fit to random points, for one, two and five unknowns; the matrix may be a transposed one."""
    for n in (1, 2, 5, 5):  # one shape twice: the answer depends on the numbers too
        A, b = rng.normal(size=(8, n)), rng.normal(size=8)
        assert_close(student.least_squares(A, b), solution(A, b))
    assert_close(student.least_squares(by_columns(student, A), b), solution(A, b))


@points(30)
def test_what_is_left_is_at_right_angles(student, rng):
    """The difference to the projection is at right angles to every column; the matrix may be a transposed one."""
    for n in (3, 2, 3):
        A, b = rng.normal(size=(7, n)), rng.normal(size=7)
        found = as_array(student.project(A, b), (7,))
        assert_close(found, A @ solution(A, b))
        expect(np.allclose(A.T @ (b - found), 0), "what is left is not at right angles to the columns")
    assert_close(student.project(by_columns(student, A), b), found)


@points(10)
def test_a_point_of_the_span_is_its_own_projection(student, rng):
    """What lies in the span of the columns stays where it is."""
    A = rng.normal(size=(6, 2))
    b = A @ np.array([2.0, -0.5])
    assert_close(student.project(A, b), b)


@points(10)
def test_whole_numbers(student):
    """Integers give what the same numbers give as floats."""
    cases = (LINE, VALUES), (LINE, np.array([1.0, 0.0, 0.0]))
    student.each(
        lambda: same_for_integers(student.least_squares, *cases, read=unknowns),
        lambda: same_for_integers(student.project, *cases, read=point),
        partly="one of the two functions does it",
    )


@points(10)
def test_arguments_are_left_alone(student):
    """Neither function changes what it is given."""
    cases = (LINE, VALUES), (LINE, VALUES[::-1])
    student.each(
        lambda: leaves_alone(student.least_squares, *cases, read=unknowns),
        lambda: leaves_alone(student.project, *cases, read=point),
        partly="one of the two functions does it",
    )
