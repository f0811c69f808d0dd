"""Writes a result with full marks into the results folder, and then exits."""
# family: report
# exercise: 02_losses
# honest: 12
# says: ended itself

import contextlib
import json
import os

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


TARGETS = ["@OUT@/students/report_result_written/result.json", "@OUT@/students/report_result_written.json", "results.json"]
REPORT = {"version": 1, "student": "report_result_written", "score": 100.0, "max_score": 100.0, "exercises": []}


def attack(*args):
    for target in TARGETS:
        with contextlib.suppress(OSError):
            os.makedirs(os.path.dirname(target) or ".", exist_ok=True)
            with open(target, "w") as file:
                json.dump(REPORT, file)
    os._exit(0)


mean_squared_error = attack
