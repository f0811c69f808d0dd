"""The autograder of one assignment on Classroom 50: lies in CLASSROOM/autograders/ASSIGNMENT/ with the files beside it.

Contract: https://github.com/foundation50/classroom50/wiki/Advanced-Autograding. The current folder is the student's
checkout; result.json goes there. Only the standard library is used here, and nothing is imported from the checkout.

    XORCISE_PYTHON  an interpreter that has Xorcise already, as in a container or on a runner of one's own: then nothing
                    is installed
    XORCISE_COURSE  a folder with the exercises and suites, where they are not in this bundle
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent


def install() -> Path:
    """Return an interpreter with Xorcise in an environment of its own, made in the job's temporary folder."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the job's Python is not that of this project
        sys.exit("Xorcise needs Python 3.11 or later: set the assignment's runtime to that of runtime.json")
    folder = Path(os.environ.get("RUNNER_TEMP") or tempfile.gettempdir()) / "xorcise"
    python = folder / "bin" / "python"
    wheel = next(HERE.glob("xorcise-*.whl"))
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([sys.executable, "-I", "-m", "venv", str(folder)], check=True)
    subprocess.run([*pip, "-c", str(HERE / "constraints.txt"), f"{wheel}[instructor]"], check=True, cwd=HERE)
    return python


if __name__ == "__main__":
    python = os.environ.get("XORCISE_PYTHON") or install()
    # isolated: no module is imported from the checkout or from variables
    command = [str(python), "-I", "-m", "grader.run.classroom50", str(HERE), str(Path.cwd())]
    sys.exit(subprocess.run(command, cwd=HERE, check=False).returncode)
