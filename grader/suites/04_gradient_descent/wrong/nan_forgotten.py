"""A comparison with nan is true."""


def judge_learning_rate(ws, losses):
    if losses[-1] < 1e-3:
        return "converged"
    if losses[-1] > losses[0]:
        return "diverged"
    if (ws[-1] + 1) * (ws[-2] + 1) < 0:  # the last two lie on different sides of -1
        return "oscillating"
    return "too slow"
