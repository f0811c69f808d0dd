"""How far one exercise is, and how that is told."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from grader.language import Message, _


class Kind(StrEnum):
    """How far one exercise is; see ``State``."""

    AWAY = "away"
    MISSING = "missing"
    UNTOUCHED = "untouched"
    BEGUN = "begun"
    CHANGED = "changed"
    PARTLY = "partly"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class State:
    """How far one exercise is.

    Attributes:
        kind: ``away``, its folder is only in the installation; ``missing``, its file is not there; ``untouched``, it is
            as it was handed out; ``begun``, it was never checked; ``changed``, it was changed after the last check;
            ``partly`` and ``done``, what that check said.
        passed: public tests that passed when they ran last.
        total: public tests; 0 where the exercise was never checked.
    """

    kind: Kind
    passed: int = 0
    total: int = 0

    @property
    def is_done(self) -> bool:
        """Whether all public tests pass, as far as is known."""
        return self.kind is Kind.DONE

    @property
    def words(self) -> Message:
        """The state in a few words."""
        match self.kind:
            case Kind.AWAY:
                return _("not here yet")
            case Kind.MISSING:
                return _("its file is missing")
            case Kind.UNTOUCHED:
                return _("not begun")
            case Kind.BEGUN:
                return _("begun")
            case Kind.CHANGED:
                return _("{passed} of {total}, changed", passed=self.passed, total=self.total)
            case Kind.PARTLY:
                return _("{passed} of {total}", passed=self.passed, total=self.total)
            case Kind.DONE:
                return _("done")
