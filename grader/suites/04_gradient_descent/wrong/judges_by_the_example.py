"""One wrong belief, and everything else right: a loss above the first one of the example has diverged."""


def judge_learning_rate(ws, losses):
    if losses[-1] < 1e-3:
        return "converged"
    if not np.isfinite(losses[-1]) or losses[-1] > 36:
        return "diverged"
    if (ws[-1] + 1) * (ws[-2] + 1) < 0:
        return "oscillating"
    return "too slow"
