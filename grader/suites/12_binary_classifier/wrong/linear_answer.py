"""Wrong on purpose: x @ w + b is taken for the answer."""


def logistic_regression(x, w, b):
    return x @ w + b


def logistic_cost(x, y, w, b):
    p = np.clip(sigmoid(x @ w + b), 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
