"""Wrong on purpose: the minus of the cross-entropy is missing."""


def logistic_cost(x, y, w, b):
    p = np.clip(logistic_regression(x, w, b), 1e-7, 1 - 1e-7)
    return np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
