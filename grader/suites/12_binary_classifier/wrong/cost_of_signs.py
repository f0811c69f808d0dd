"""Wrong on purpose: the cost of labels -1 and 1."""


def logistic_cost(x, y, w, b):
    return np.mean(np.logaddexp(0, -y * (x @ w + b)))
