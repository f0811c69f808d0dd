"""What axe-core finds in the pages: nothing serious and nothing critical, in both schemes and both languages."""

from __future__ import annotations

import pytest

from tools.pages.measures import findings
from tools.pages.written import Pages

from .conftest import Opened
from .kinds import KINDS

pytestmark = pytest.mark.slow  # it starts a browser


@pytest.mark.parametrize("kind", ["class", "feedback", "student", "unread", "similar"])
@pytest.mark.parametrize(("lang", "dark"), [("en", False), ("zh-CN", True)], ids=["en-light", "zh-dark"])
def test_axe_finds_nothing_serious(kind: str, lang: str, dark: bool, few: Pages, opened: Opened) -> None:
    """No colour depends on the language, and no text on the scheme, so two of four ways to look are enough."""
    with opened(KINDS[kind](few, lang), lang=lang, dark=dark) as page:
        assert findings(page) == []
