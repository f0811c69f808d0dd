"""One wrong belief, and everything else right: the prices are summed."""


def asymmetric_loss(y, t, over, under):
    return np.sum(np.where(y > t, over * (y - t), under * (t - y)))
