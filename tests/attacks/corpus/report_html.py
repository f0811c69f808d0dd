"""Raises an exception whose text is a script that would run in the browser of a report's reader."""
# family: report
# exercise: 02_losses
# honest: 12
# says: ValueError

import numpy as np


def mean_absolute_error(y, t):
    return np.mean(np.abs(y - t))


def root_mean_squared_error(y, t):
    return np.sqrt(np.mean((y - t) ** 2))


def attack(*args):
    raise ValueError("<script>document.body.innerHTML='100/100'</script><img src=x onerror=alert(1)>{{7*7}}</td></table>")


mean_squared_error = attack
