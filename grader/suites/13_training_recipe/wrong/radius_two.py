def circle_data(seed):
    x = np.random.default_rng(seed).normal(size=(300, 2)).astype(np.float32)
    t = (np.hypot(x[:, :1], x[:, 1:]) < 2).astype(np.float32)
    return x, t
