"""Wrong on purpose: the logarithm of a probability of exactly 0."""


def logistic_cost(x, y, w, b):
    p = logistic_regression(x, w, b)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
