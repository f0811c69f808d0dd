"""docs/threat-model.md: what it cites is there, and its figures are those of the corpus."""

from __future__ import annotations

import re
from collections import Counter

from attacks.hostile_corpus import FAMILIES, ROOT, attacks

TEXT = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")


def test_every_file_and_test_that_it_cites_exists() -> None:
    """A path is there, and a test that is named is defined in it."""
    cited = re.findall(r"`((?:tests|grader|docs)/[\w./]*)(?:::(\w+))?`", TEXT)
    assert len(cited) > 30
    for path, name in cited:
        assert (ROOT / path).exists(), path
        assert not name or f"def {name}(" in (ROOT / path).read_text(encoding="utf-8"), (path, name)


def test_it_counts_the_attacks_of_each_family() -> None:
    """The table of families has each of them with the number of its files."""
    rows = re.findall(rf"^\| ({'|'.join(FAMILIES)}) \| (\d+) \|", TEXT, re.MULTILINE)
    assert {family: int(count) for family, count in rows} == Counter(a.family for a in attacks())
