"""Wrong on purpose: the cost is a sum over the samples."""


def logistic_cost(x, y, w, b):
    p = np.clip(logistic_regression(x, w, b), 1e-7, 1 - 1e-7)
    return -np.sum(y * np.log(p) + (1 - y) * np.log(1 - p))
