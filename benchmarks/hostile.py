"""The attacks of tests/attacks/corpus against pytest, ``otter run`` and Xorcise: what each gained and whom it cost.

Every attack is graded between two honest students (``hostile_graders.py``) by each grader in turn. The peers run in a
box (``box.py``), because they do not confine a hostile file. ``--record FILE`` keeps a line an attack, and a run that
finds lines in FILE goes on after them. ``make hostile`` runs all of it in an hour.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.metadata
import json
import os
import platform
import re
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT / "tests"))  # where the corpus is read

import box  # noqa: E402
from attacks.hostile_corpus import FAMILIES, Attack, attacks  # noqa: E402
from hostile_graders import SLUG, ByOtter, Graded, Grader, by_pytest, by_xorcise  # noqa: E402
from peers import otter  # noqa: E402

MARGIN = 0.5
"""An attack has gained if it has so many points more than its honest part. The tests' points are whole numbers."""

LEAST_S, TIMES_HONEST = 45.0, 2.0
"""How long a class may take: at least so many seconds, and so many times what the slowest grader takes for a class of
three honest students. Loops would never end."""

GRADERS = ("pytest", "otter run", "Xorcise")

HONEST_PART = '''"""The honest part of most attacks, and nothing else."""
# honest: 12

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))
'''

RULES: Mapping[str, Callable[[Attack], bool]] = {
    "of family wire: they speak Xorcise's own protocol, and the others have none": lambda a: a.family == "wire",
    f"on other exercises: the checks that the peers have here are those of {SLUG}": lambda a: a.exercise != SLUG,
    "handed in as a zip: the peers are handed a file": lambda a: any(map(a.get, ("zip", "bomb", "deep"))),
    "handed in as a notebook: the peers are handed a module": lambda a: bool(a.get("cell")),
}
"""Why an attack is left out; the first rule that fits counts."""

BESIDE = re.compile("@(CATALOGUE|ROOT|SUBMISSIONS|OUT)@")


def beside(attack: Attack) -> bool:
    """Whether an attack relies on what lies beside it: the course's checkout, the class, the results."""
    return bool(BESIDE.search(attack.path.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Verdict:
    """What one attack did to one grader.

    Attributes:
        score: the attacker's points, or None where there is no result for them.
        gained: whether that is more than the honest part is worth.
        lost: how the run was lost or somebody else's result corrupted, in words; empty where all is well.
    """

    score: float | None
    gained: bool
    lost: str

    @classmethod
    def of(cls, graded: Graded, honest: float, expected: Mapping[str, float]) -> Verdict:
        """Compare a class with what its attacker deserves and with what its honest students are to get."""
        score = graded.scores.get("attacker")
        missing = [name for name in expected if name not in graded.scores]
        wrong = [name for name in expected if name in graded.scores and graded.scores[name] != expected[name]]
        lost = graded.trouble
        if not lost and missing:
            lost = f"no result for {len(missing)} of {len(expected)} honest students"
        elif not lost and wrong:
            lost = "; ".join(f"an honest student got {graded.scores[n]:g}, not {expected[n]:g}" for n in wrong)
        return cls(score, score is not None and score > honest + MARGIN, lost)

    def cell(self) -> str:
        """Return the verdict as a cell of the table."""
        score = "no result" if self.score is None else f"**{self.score:g}**" if self.gained else f"{self.score:g}"
        return f"{score}; **lost**: {self.lost}" if self.lost else score


def calibrate(graders: Mapping[str, Grader]) -> tuple[dict[str, float], float]:
    """Return what the honest students get and the limit; insist that all graders agree on honest files."""
    expected: dict[str, float] = {}
    slowest = 0.0
    with tempfile.TemporaryDirectory(prefix="xorcise-bench-") as name:
        path = Path(name) / "honest_part.py"
        path.write_text(HONEST_PART, encoding="utf-8")
        part = Attack(path, "", (("exercise", SLUG), ("honest", "12")))
        for grader, grade in graders.items():
            quiet = grade(None, 600)
            expected = expected or quiet.scores
            slowest = max(slowest, quiet.seconds)
            beside = grade(part, 600)
            if quiet.scores != expected or beside.scores != expected | {"attacker": part.honest}:
                raise SystemExit(f"{grader} disagrees on honest files: {quiet}, {beside}; expected {expected}")
    return expected, max(LEAST_S, TIMES_HONEST * slowest)


def why_left_out(attack: Attack) -> str:
    """Return the rule by which an attack is left out, or nothing."""
    return next((rule for rule, holds in RULES.items() if holds(attack)), "")


Seen = dict[str, dict[str, Verdict]]
"""Verdicts by the attack's name and the grader's."""


def recorded(path: Path | None) -> Seen:
    """Return what a record holds."""
    if path is None or not path.exists():
        return {}
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return {line["attack"]: {grader: Verdict(**v) for grader, v in line["verdicts"].items()} for line in lines}


def run(chosen: Sequence[Attack], graders: Mapping[str, Grader], record: Path | None) -> Seen:
    """Grade each attack by each grader, those apart that the record knows."""
    seen = recorded(record)
    left = [attack for attack in chosen if attack.name not in seen]
    if left:
        expected, limit_s = calibrate(graders)
        print(f"honest: {expected}; a class may take {limit_s:.0f} s", file=sys.stderr, flush=True)
    for attack in left:
        verdicts = {n: Verdict.of(grade(attack, limit_s), attack.honest, expected) for n, grade in graders.items()}
        seen[attack.name] = verdicts
        cells = " | ".join(f"{grader}: {verdict.cell()}" for grader, verdict in verdicts.items())
        print(f"{attack.name} | {cells}", file=sys.stderr, flush=True)
        if record is not None:
            line = {"attack": attack.name, "verdicts": {grader: asdict(v) for grader, v in verdicts.items()}}
            with record.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
    return seen


# --- the page ---------------------------------------------------------------------------------------------------------


def summary(chosen: Sequence[Attack], seen: Seen, graders: Sequence[str]) -> Iterator[str]:
    """Yield the table by family."""
    yield f"| family | attacks | {' | '.join(f'gained, {g} | lost, {g}' for g in graders)} |"
    yield f"| --- | ---: |{' ---: | ---: |' * len(graders)}"
    rows = {family: [a for a in chosen if a.family == family] for family in FAMILIES}
    rows |= {"**all**": list(chosen), "all but °": [a for a in chosen if not beside(a)]}
    for name, members in rows.items():
        if members:
            counts = []
            for grader in graders:
                verdicts = [seen[a.name][grader] for a in members]
                counts += [str(sum(v.gained for v in verdicts)), str(sum(bool(v.lost) for v in verdicts))]
            yield f"| {name} | {len(members)} | {' | '.join(counts)} |"


def details(chosen: Sequence[Attack], seen: Seen, graders: Sequence[str]) -> Iterator[str]:
    """Yield a table of its attacks for each family."""
    for family in FAMILIES:
        members = [a for a in chosen if a.family == family]
        if members:
            yield from ["", f"### {family}", "", f"| attack | what it tries | honest | {' | '.join(graders)} |"]
            yield f"| --- | --- | ---: |{' --- |' * len(graders)}"
            for attack in members:
                mark = " °" if beside(attack) else ""
                cells = " | ".join(seen[attack.name][grader].cell() for grader in graders)
                story = attack.story.replace("|", "\\|")
                yield f"| `{attack.name}`{mark} | {story} | {attack.honest:g} | {cells} |"


def left_out(corpus: Sequence[Attack], chosen: Sequence[Attack]) -> Iterator[str]:
    """Yield what was left out, by rule, and then what would have fitted and was not asked for."""
    groups = {rule: [a.name for a in corpus if why_left_out(a) == rule] for rule in RULES}
    groups["not asked for in this run"] = [a.name for a in corpus if not why_left_out(a) and a not in chosen]
    for rule, names in groups.items():
        if names:
            yield f"- {len(names)} {rule}."
            yield f"  {', '.join(f'`{name}`' for name in names)}"


def versions() -> str:
    """Return what ran, in one line."""
    found = []
    for name in ("xorcise", "pytest", "otter-grader", "numpy"):
        with contextlib.suppress(importlib.metadata.PackageNotFoundError):
            found.append(f"{name} {importlib.metadata.version(name)}")
    return ", ".join([*found, f"Python {platform.python_version()}, Linux {platform.release().partition('-')[0]}"])


def page(corpus: Sequence[Attack], chosen: Sequence[Attack], seen: Seen, graders: Sequence[str]) -> str:
    """Return the whole page; what it says of the ways of running is in ``hostile_page.md``."""
    text = (ROOT / "benchmarks" / "hostile_page.md").read_text(encoding="utf-8")
    parts = {
        "VERSIONS": versions(),
        "SUMMARY": "\n".join(summary(chosen, seen, graders)),
        "DETAILS": "\n".join(details(chosen, seen, graders)).strip(),
        "LEFT_OUT": "\n".join(left_out(corpus, chosen)),
    }
    return re.sub(r"@([A-Z_]+)@", lambda found: parts[found[1]], text)


def main() -> None:
    """Run what was asked for and print the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", metavar="PATTERN", help="attacks whose names begin so (a regex)")
    parser.add_argument("--count", type=int, help="so many of them")
    parser.add_argument("--record", type=Path, help="keep what was seen in this file, and go on after it")
    parser.add_argument("-o", "--out", type=Path, help="also write the page to this file")
    options = parser.parse_args()
    if box.bwrap() is None:
        raise SystemExit("bubblewrap is missing or refused here, and nothing hostile runs without it")
    if otter() is None:
        raise SystemExit("otter is not installed: pip install -c constraints.txt -e '.[otter]'")
    corpus = attacks()
    fitting = [attack for attack in corpus if not why_left_out(attack) and re.match(options.only, attack.name)]
    chosen = fitting[: options.count]
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="xorcise-bench-") as name:
        ours: dict[str, Grader] = dict(
            zip(GRADERS, (by_pytest, ByOtter.prepared(Path(name) / "otter"), by_xorcise), strict=True)
        )
        seen = run(chosen, ours, options.record)
    print(f"load {load:.1f} before and {os.getloadavg()[0]:.1f} after", file=sys.stderr)
    text = page(corpus, chosen, seen, list(ours))
    print(text)
    if options.out:
        options.out.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
