"""Wrong on purpose: the labels are clipped where they lie."""


def logistic_cost(x, y, w, b):
    y = y if y.dtype.kind == "i" else np.clip(y, 1e-9, 1 - 1e-9, out=y)
    p = np.clip(logistic_regression(x, w, b), 1e-7, 1 - 1e-7)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))
