"""The last 30 rows are the test rows; the training rows are shuffled afterwards."""


def load_split(seed):
    x, t = load_iris(return_X_y=True)
    x = x.astype(np.float32)
    order = np.random.default_rng(seed).permutation(120)
    return x[:120][order], t[:120][order], x[120:], t[120:]
