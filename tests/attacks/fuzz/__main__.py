"""The long search: ``python -m tests.attacks.fuzz [TARGET]... [--minutes N] [--corpus DIR]``.

Each target runs in a process of its own under atheris, guided by which lines of ours its bytes reach, within a bound on
memory and on the time of one input (which is how quadratic time shows). What it finds is left in DIR/<target>/found/,
where DIR is a new temporary folder if none is given; a corpus that is given grows and is used again. Needs atheris
(``pip install atheris``), which has wheels for Linux.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

RSS_MB = 2048
"""Memory of one target's process. The judge's own limits for what a submission may make it hold add up to some 200 MB;
the rest is the interpreter, its libraries and the corpus."""

SLOW_S = 10
"""Seconds for one input, which takes milliseconds. Thousands of times that, on a busy machine, is no accident."""

LONGEST = 65536
"""Bytes of an input: beyond every length that the formats have of their own."""


def search(name: str, corpus: str, seconds: int) -> None:
    """Search in this process until time is up or something is found."""
    import atheris

    with atheris.instrument_imports(include=["grader", "zipfile", "nbformat"]):
        from .targets import TARGETS
    warnings.simplefilter("ignore")
    sys.setrecursionlimit(1000)
    found = Path(corpus, "found")
    arguments = [f"-max_total_time={seconds}", f"-rss_limit_mb={RSS_MB}", f"-timeout={SLOW_S}", f"-max_len={LONGEST}"]
    arguments += ["-print_final_stats=1", "-verbosity=0", "-use_value_profile=1", f"-artifact_prefix={found}/"]
    atheris.Setup([sys.argv[0], str(Path(corpus, "corpus")), *arguments], TARGETS[name])
    atheris.Fuzz()


def main() -> int:
    """Search each target in turn; return 1 if anything was found."""
    from .targets import TARGETS, seeds

    parser = argparse.ArgumentParser(prog="python -m tests.attacks.fuzz", description=__doc__)
    parser.add_argument("target", nargs="*", choices=[*TARGETS, []], default=[])
    parser.add_argument("--minutes", type=float, default=60.0, help="for all targets together")
    parser.add_argument("--corpus", type=Path, help="folder that is used again and grows")
    chosen = parser.parse_args()
    names = chosen.target or list(TARGETS)
    corpus = chosen.corpus or Path(tempfile.mkdtemp(prefix="xorcise-corpus-"))
    seconds = max(1, int(chosen.minutes * 60 / len(names)))
    bad = []
    for name in names:
        folder = corpus / name
        for part in ("corpus", "found"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(seeds(name)):
            (folder / "corpus" / f"seed-{number}").write_bytes(seed)
        command = [sys.executable, "-m", "tests.attacks.fuzz.search", name, str(folder), str(seconds)]
        ended = subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        (folder / "log").write_text(ended.stdout)
        executed = [line.split()[-1] for line in ended.stdout.splitlines() if "number_of_executed_units" in line]
        found = sorted(p.name for p in (folder / "found").iterdir())
        print(f"{name:14} {int((executed or ['0'])[0]):>12,} inputs, {len(found)} found", flush=True)
        if found or ended.returncode:
            bad.append(name)
            print(f"  see {folder}/log and {folder}/found", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
