"""Numerical gradients: in which direction does a function grow, when all we can do is call it?

Fill in the functions. The statement is in README.md (README.zh-CN.md in Chinese). Check your work:
xorcise check gradients
"""

import numpy as np


def numerical_diff(f, x):
    """Return the slope of f at x by a central difference.

    f: takes one number, returns one number. x: a number. Returns one number.
    """
    # TODO: write this function
    raise NotImplementedError("numerical_diff is not written yet")


def numerical_gradient(f, x):
    """Return the gradient of f at x: one central difference for each element of x.

    f: takes an array of x's shape, returns one number. x: an array of any shape, floats or integers; it is as before
    when the function returns. Returns an array of floats of x's shape.
    """
    # TODO: write this function
    raise NotImplementedError("numerical_gradient is not written yet")


def relative_error(a, b):
    """Return the largest of |a - b| / max(1e-8, |a| + |b|) over all elements.

    a, b: arrays of one shape, whichever. Returns one number from 0 (equal) to 1 (of opposite sign).
    """
    # TODO: write this function
    raise NotImplementedError("relative_error is not written yet")
