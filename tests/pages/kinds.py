"""The pages that there are, by name: what a test is given as a parameter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from tools.pages.written import Pages

KINDS: Mapping[str, Callable[[Pages, str], Path]] = {
    "class": Pages.class_page,
    "feedback": lambda pages, lang: pages.feedback(pages.made.everything, lang),
    "hostile": lambda pages, lang: pages.feedback(pages.made.hostile, lang),
    "student": lambda pages, lang: pages.about(pages.made.everything, lang),
    "hostile student": lambda pages, lang: pages.about(pages.made.hostile, lang),
    "unread": lambda pages, lang: pages.feedback(pages.made.unread, lang),
    "similar": Pages.similar,
}
