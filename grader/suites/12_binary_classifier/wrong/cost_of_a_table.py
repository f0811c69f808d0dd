"""Wrong on purpose: probabilities in a column against labels in a row."""


def logistic_cost(x, y, w, b):
    p = np.clip(logistic_regression(x, w.reshape(-1, 1), b), 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
