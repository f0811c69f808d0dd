"""The recipes of docs/scale.md for SLURM and Kubernetes, run as far as that goes without either.

What a batch system or a cluster would start is started here: the rendered job script, and the commands of the manifest.
"""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from run.toy import contents

from grading.test_dask import Cluster, grade
from grading.test_dask import toy as toy  # the fixture

ROOT = Path(__file__).resolve().parent.parent.parent

pytestmark = pytest.mark.slow


def recipe(name: str) -> str:
    """Return the indented block of docs/scale.md that holds ``name``."""
    blocks = re.findall(r"(?:^    .+\n)+", (ROOT / "docs" / "scale.md").read_text(encoding="utf-8"), re.MULTILINE)
    (block,) = [b for b in blocks if name in b]
    return re.sub(r"^    ", "", block, flags=re.MULTILINE)


def test_the_job_of_slurm_grades(toy: tuple[Path, Path, dict[str, Any]], tmp_path: Path) -> None:
    """The script that dask-jobqueue hands to SLURM starts one slot, which grades what a local one would."""
    pytest.importorskip("dask_jobqueue")
    root, submissions, right = toy
    code = "\n".join(line for line in recipe("SLURMCluster").splitlines() if "scale(" not in line)  # it calls sbatch
    code += "\nprint(cluster.job_script(), flush=True)\nprint('END', flush=True)\nimport sys; sys.stdin.read()\n"
    with contextlib.ExitStack() as stack:
        driver = stack.enter_context(
            subprocess.Popen(
                [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=tmp_path
            )
        )
        assert driver.stdout is not None
        address = driver.stdout.readline().strip()
        script = "".join(iter(driver.stdout.readline, "END\n"))
        assert "#SBATCH" in script
        assert "--nthreads 1" in script
        (tmp_path / "job.sh").write_text(script)
        with (tmp_path / "log").open("wb") as log:
            job = subprocess.Popen(["bash", "job.sh"], cwd=tmp_path, stdout=log, stderr=log)
        stack.callback(job.wait, 60)
        stack.callback(job.terminate)
        done = grade(root, submissions, tmp_path / "out", "--scheduler", address)
    assert done.returncode == 0, done.stderr
    assert contents(tmp_path / "out" / "gradebook.db") == right


def test_the_containers_of_kubernetes_grade(toy: tuple[Path, Path, dict[str, Any]], tmp_path: Path) -> None:
    """The manifest fits together, and the commands of its containers grade what local slots would."""
    root, submissions, right = toy
    parts = list(yaml.safe_load_all((ROOT / "examples" / "kubernetes.yaml").read_text(encoding="utf-8")))
    service = next(p for p in parts if p["kind"] == "Service")
    pods = {p["metadata"]["name"]: p["spec"] for p in parts if p["kind"] == "Deployment"}
    for spec in pods.values():
        assert spec["selector"]["matchLabels"] == spec["template"]["metadata"]["labels"]
    scheduler, workers = pods["xorcise-scheduler"], pods["xorcise-workers"]
    assert service["spec"]["selector"] == scheduler["selector"]["matchLabels"]
    (begin,) = [c["command"] for c in scheduler["template"]["spec"]["containers"]]
    (work,) = [c["command"] for c in workers["template"]["spec"]["containers"]]
    port = str(service["spec"]["ports"][0]["targetPort"])
    assert begin[:4] == ["dask", "scheduler", "--port", port]
    assert work[:3] == ["dask", "worker", f"tcp://{service['metadata']['name']}:{service['spec']['ports'][0]['port']}"]
    with contextlib.ExitStack() as stack:
        cluster = Cluster(tmp_path, stack, *begin[5:])
        cluster.worker(*[option for option in work[5:] if option != "--no-dashboard"])
        done = grade(root, submissions, tmp_path / "out", "--scheduler", cluster.address)
    assert done.returncode == 0, done.stderr
    assert contents(tmp_path / "out" / "gradebook.db") == right
