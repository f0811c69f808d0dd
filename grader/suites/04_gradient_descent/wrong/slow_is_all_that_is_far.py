"""A descent that is not there yet is too slow, jumping or not."""


def judge_learning_rate(ws, losses):
    if losses[-1] < 1e-3:
        return "converged"
    if not np.isfinite(losses[-1]) or losses[-1] > losses[0]:
        return "diverged"
    return "too slow"
