"""Hidden suite of 02_projection: 100 points in all."""

import numpy as np

from grader.suite import as_array, assert_close, expect, points


@points(50)
def test_least_squares_of_random_points(student, rng):
    """The best fit to random points, for one, two and five unknowns."""
    for unknowns in (1, 2, 5):
        A, b = rng.normal(size=(8, unknowns)), rng.normal(size=8)
        assert_close(student.least_squares(A, b), np.linalg.lstsq(A, b, rcond=None)[0])


@points(30)
def test_what_is_left_is_at_right_angles(student, rng):
    """The difference to the projection is at right angles to every column."""
    A, b = rng.normal(size=(7, 3)), rng.normal(size=7)
    found = as_array(student.project(A, b), (7,))
    assert_close(found, A @ np.linalg.lstsq(A, b, rcond=None)[0])
    expect(np.allclose(A.T @ (b - found), 0), "what is left is not at right angles to the columns")


@points(20)
def test_a_point_of_the_span_is_its_own_projection(student, rng):
    """What lies in the span of the columns stays where it is."""
    A = rng.normal(size=(6, 2))
    b = A @ np.array([2.0, -0.5])
    assert_close(student.project(A, b), b)
