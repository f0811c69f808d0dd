"""Wrong on purpose: only the samples of label 1 cost anything."""


def logistic_cost(x, y, w, b):
    p = np.clip(logistic_regression(x, w, b), 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p))
