"""The course for grading the corpus: a copy with short limits, and an inventory of the files around it."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from attacks.hostile_corpus import MODULES, ROOT
from grader.exercises.catalogue import Catalogue
from grader.explain.tables import stale

LIMITS = {
    # Honest calls take milliseconds. Two seconds are ample, and keep the tests of endless loops short.
    "02_losses": "load_s = 3.0\ncall_s = 2.0\nexercise_s = 5.0\nmemory_mb = 256\nscratch_mb = 8\n",
    "03_numerical_gradient": "load_s = 3.0\ncall_s = 2.0\nexercise_s = 5.0\nmemory_mb = 256\nscratch_mb = 8\n",
    # The reference trains 15 nets, each in much less than a second.
    "09_xor_net": "load_s = 3.0\ncall_s = 4.0\nexercise_s = 40.0\nmemory_mb = 256\nscratch_mb = 8\n",
    "04_gradient_descent": "load_s = 20.0\ncall_s = 10.0\nexercise_s = 60.0\nmemory_mb = 1024\nscratch_mb = 8\n",
    "14_mnist_mlp": "load_s = 30.0\ncall_s = 20.0\nexercise_s = 60.0\nmemory_mb = 3072\nscratch_mb = 8\n",
}


def lay_out_course(place: Path, slugs: tuple[str, ...]) -> None:
    """Copy the files that grading ``slugs`` needs, and set short limits.

    Misconceptions are copied only if their tables come with the suite and are up to date. Otherwise grading would have
    to compute the tables first.
    """
    catalogue = Catalogue(ROOT)
    ignored = shutil.ignore_patterns("__pycache__")
    for slug in slugs:
        for part in ("exercises", "solutions"):
            shutil.copytree(ROOT / part / slug, place / part / slug, ignore=ignored)
        shipped, suite = ROOT / "grader" / "suites" / slug, place / "grader" / "suites" / slug
        if (shipped / "fingerprints.msgpack").exists() and not stale(catalogue, catalogue.exercise(slug)):
            shutil.copytree(shipped, suite, ignore=ignored)
        else:
            suite.mkdir(parents=True)
            shutil.copy(shipped / f"test_{MODULES[slug]}_hidden.py", suite)
        described = place / "exercises" / slug / "exercise.toml"
        text = re.sub(r"^\[limits\]\n(?:(?!\[).*\n)*", "", described.read_text(encoding="utf-8"), flags=re.MULTILINE)
        described.write_text(f"{text}\n[limits]\n{LIMITS[slug]}", encoding="utf-8")


def inventory(place: Path) -> dict[str, bytes | str]:
    """Return the content of the files below ``place``, without the results and the cache of tables."""
    found: dict[str, bytes | str] = {}
    for folder, folders, files in os.walk(place):
        if Path(folder) == place:
            folders[:] = [name for name in folders if name not in ("out", "memory")]
        for name in [*folders, *files]:
            path = Path(folder, name)
            key = os.fsencode(path.relative_to(place)).decode("utf-8", "backslashreplace")
            if path.is_symlink():
                found[key] = f"link to {path.readlink()}"
            else:
                found[key] = path.read_bytes() if path.is_file() else f"special file, mode {path.stat().st_mode:o}"
    return found
