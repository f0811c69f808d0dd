"""Wrong on purpose: half the mean of squares, as in linear regression."""


def logistic_cost(x, y, w, b):
    p = logistic_regression(x, w, b)
    return np.mean((p - y) ** 2) / 2
