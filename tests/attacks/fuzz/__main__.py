"""The long search: ``python -m tests.attacks.fuzz [TARGET]... [--minutes N] [--corpus DIR]``.

Each target runs in a separate process under atheris, guided by coverage. Memory is limited, and so is the time for one
input, so that quadratic time is found, too. Inputs that fail are written to DIR/<target>/found/, where DIR is a new
temporary folder by default. A corpus in DIR is used and extended. This needs atheris (``pip install atheris``), which
has wheels for Linux.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

RSS_MB = 2048
"""Memory of one target's process, in MB. The judge's limits on what it holds of a submission add up to about 200 MB.
The rest is for the interpreter, its libraries and the corpus."""

SLOW_S = 10
"""Seconds for one input. Most take milliseconds, so even on a busy machine this is a fault."""

LONGEST = 65536
"""Bytes of an input. This is longer than the length fields and tables of the formats."""


def search(name: str, corpus: str, seconds: int) -> None:
    """Search in this process until the time is over or an input fails."""
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
    """Search for each target in turn. Return 1 if an input failed, otherwise 0."""
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
