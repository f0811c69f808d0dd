"""A descent diverges when w itself grows."""


def judge_learning_rate(ws, losses):
    if losses[-1] < 1e-3:
        return "converged"
    if not np.isfinite(losses[-1]) or abs(ws[-1]) > abs(ws[0]):
        return "diverged"
    if (ws[-1] + 1) * (ws[-2] + 1) < 0:  # the last two lie on different sides of -1
        return "oscillating"
    return "too slow"
