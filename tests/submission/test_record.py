"""The record of a submission: its digest, and pickling."""

from __future__ import annotations

import pickle

from grader.submission import Submission


def test_the_digest_depends_on_names_and_contents_only() -> None:
    """The digest does not depend on order, person or notes. Different sets of files have different digests."""
    one = Submission("alice", {"a": {"x.py": b"1", "y.py": b"2"}, "b": {"x.py": b""}})
    same = Submission("bob", {"b": {"x.py": b""}, "a": {"y.py": b"2", "x.py": b"1"}}, notes=("n",))
    run_together = Submission("alice", {"a": {"x.py": b"1a\0y.py\x002"}, "b": {"x.py": b""}})
    others = [
        run_together,
        Submission("alice", {"a": {"x.py": b"12", "y.py": b""}, "b": {"x.py": b""}}),
        Submission("alice", {"a": {"x.py": b"1"}, "b": {"x.py": b"", "y.py": b"2"}}),
        Submission("alice", {}),
    ]
    assert one.digest == same.digest == one.digest
    assert len({one.digest, *(other.digest for other in others)}) == 5


def test_a_submission_travels_to_other_processes() -> None:
    """A submission survives pickling, and so does its digest."""
    submission = Submission("alice", {"a": {"x.py": b"1"}})
    digest = submission.digest
    assert pickle.loads(pickle.dumps(submission)) == submission
    assert pickle.loads(pickle.dumps(submission)).digest == digest
