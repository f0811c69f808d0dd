"""Whatever jumps over the lowest point oscillates, even if it arrives."""


def judge_learning_rate(ws, losses):
    if (ws[-1] + 1) * (ws[-2] + 1) < 0 and losses[-1] <= losses[0]:
        return "oscillating"
    if losses[-1] < 1e-3:
        return "converged"
    if not np.isfinite(losses[-1]) or losses[-1] > losses[0]:
        return "diverged"
    if (ws[-1] + 1) * (ws[-2] + 1) < 0:  # the last two lie on different sides of -1
        return "oscillating"
    return "too slow"
