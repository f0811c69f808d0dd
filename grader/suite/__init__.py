"""What a suite is written with.

A suite is plain pytest. It imports from here and from NumPy, calls the submission through the ``student`` fixture, and
compares in the judge's process::

    from grader.suite import assert_close, points

    @points(6)
    def test_mean_squared_error_of_one_sample(student):
        \"\"\"One sample: half the sum of squared differences.\"\"\"
        assert_close(student.mean_squared_error(y, t), 0.0975)
"""

from grader.suite.arguments import in_place
from grader.suite.assertions import (
    as_array,
    as_handle,
    as_list,
    as_scalar,
    assert_close,
    assert_equal,
    assert_raised,
    assert_shape,
    assert_unchanged,
    expect,
)
from grader.suite.conventions import assert_differ, by_columns, leaves_alone, same_for_integers
from grader.suite.marks import award, points, requires, visibility
from grader.suite.proxy import SubmissionProxy
from grader.suite.remote import Handle

__all__ = [
    "Handle",
    "SubmissionProxy",
    "as_array",
    "as_handle",
    "as_list",
    "as_scalar",
    "assert_close",
    "assert_differ",
    "assert_equal",
    "assert_raised",
    "assert_shape",
    "assert_unchanged",
    "award",
    "by_columns",
    "expect",
    "in_place",
    "leaves_alone",
    "points",
    "requires",
    "same_for_integers",
    "visibility",
]
