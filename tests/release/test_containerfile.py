"""The Containerfile: pinned, without suites, and its steps run as a script where nothing here can build an image."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import site
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from grader.release.parts import IMAGE

from .layout import PATIENCE_S, ROOT

STEP = re.compile(r"^(FROM|WORKDIR|COPY|RUN|ENV|CMD) (.*)$")

BUILDERS = ("podman", "docker", "buildah")


def steps() -> list[tuple[str, str]]:
    """Return the instructions of the Containerfile, each as one line."""
    text = (ROOT / "Containerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    found = [STEP.fullmatch(line) for line in lines]
    assert all(found), lines
    return [(match[1], match[2]) for match in found if match]


def builder() -> str | None:
    """Return a program that can build an image here."""
    for name in BUILDERS:
        if shutil.which(name) and subprocess.run([name, "info"], capture_output=True, check=False).returncode == 0:
            return name
    return None


def test_the_base_is_one_version_and_the_bundles_name_it() -> None:
    bases = {words.split()[0] for name, words in steps() if name == "FROM"}
    assert bases == {IMAGE}
    assert re.search(r":\d+\.\d+\.\d+-\w+-\w+$", IMAGE)


def test_every_installation_is_constrained() -> None:
    for name, words in steps():
        if name == "RUN" and "pip install" in words:
            assert "-c constraints.txt" in words


def test_suites_and_solutions_stay_out() -> None:
    """Of what is copied, and of what a builder is sent."""
    copied = [words.split()[:-1] for name, words in steps() if name == "COPY" and "--from" not in words]
    assert {path for paths in copied for path in paths} == {
        "pyproject.toml",
        "README.md",
        "LICENSE",
        "constraints.txt",
        "grader",
    }
    ignored = (ROOT / ".dockerignore").read_text().split("\n")
    assert "grader/suites" in ignored
    assert "*" in ignored
    assert "!solutions" not in ignored


class Stage:
    """A stage of the build: a folder for its file system, and an environment for its Python.

    The environment sees what is installed here, so that pip finds everything and needs no network.
    """

    def __init__(self, place: Path) -> None:
        self.root, self.environment = place / "root", place / "environment"
        self.folder = self.root
        self.variables: dict[str, str] = {}
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(self.environment)], check=True)
        (purelib,) = (self.environment / "lib").glob("python*/site-packages")
        installed = [p for p in site.getsitepackages() if not p.startswith(str(self.environment))]
        (purelib / "installed.pth").write_text("".join(f"{p}\n" for p in installed))

    def at(self, path: str) -> Path:
        """Return where an image's path lies."""
        return self.root / path.lstrip("/") if path.startswith("/") else self.folder / path

    def run(self, command: str) -> str:
        env = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "XORCISE"))} | self.variables
        env["PATH"] = f"{self.environment / 'bin'}:{env['PATH']}"
        env["PIP_NO_INDEX"] = "1"
        done = subprocess.run(
            ["sh", "-ec", command],
            cwd=self.folder,
            env=env,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return done.stdout


@pytest.mark.slow
def test_the_steps_run_as_a_script(tmp_path: Path) -> None:
    """The last stage has a working xorcise, and in it no suite and no solution."""
    stages: dict[str, Stage] = {}
    stage = None
    for name, words in steps():
        if name == "FROM":
            label = words.partition(" AS ")[2] or "final"
            stage = stages[label] = Stage(tmp_path / label)
            continue
        assert stage is not None
        match name:
            case "WORKDIR":
                stage.folder = stage.at(words)
                stage.folder.mkdir(parents=True)
            case "COPY":
                copy(stage, stages, shlex.split(words))
            case "ENV":
                key, _, value = words.partition("=")
                stage.variables[key] = value
            case "RUN":
                stage.run(words)
    final = stages["final"]
    (wheel,) = (final.root / "opt" / "xorcise" / "wheels").iterdir()
    with zipfile.ZipFile(wheel) as archive:
        assert not [n for n in archive.namelist() if "suites/" in n or "solutions" in n]
    assert not [p for p in final.root.rglob("*") if "suites" in p.parts]
    where = final.run("cd / && python -c 'import grader; print(grader.__file__)'")
    assert where.startswith(str(final.environment))


def copy(stage: Stage, stages: dict[str, Stage], words: list[str]) -> None:
    """Do what COPY does, with what .dockerignore leaves of the checkout."""
    source = ROOT
    if words[0].startswith("--from="):
        source = stages[words.pop(0).partition("=")[2]].root
    *paths, target = words
    for path in paths:
        whole = source / path.lstrip("/")
        place = stage.at(target)
        if whole.is_dir():
            shutil.copytree(whole, place, ignore=shutil.ignore_patterns("suites", "__pycache__"))
        else:
            shutil.copy(whole, place / whole.name if target.endswith("/") else place)


@pytest.mark.slow
@pytest.mark.skipif(builder() is None, reason=f"none of {', '.join(BUILDERS)} works here")
def test_the_image_is_built(tmp_path: Path) -> None:
    name = builder()
    assert name is not None
    command = [name, "build", "-t", "xorcise-test", "-f", "Containerfile", "."]
    subprocess.run(command, cwd=ROOT, check=True, timeout=PATIENCE_S)
