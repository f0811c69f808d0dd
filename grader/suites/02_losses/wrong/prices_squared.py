"""One wrong belief, and everything else right: the price is paid on the squared error."""


def asymmetric_loss(y, t, over, under):
    return np.mean(np.where(y > t, over, under) * (y - t) ** 2)
