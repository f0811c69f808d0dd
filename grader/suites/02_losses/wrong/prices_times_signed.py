"""One wrong belief, and everything else right: the difference has the same sign on both sides."""


def asymmetric_loss(y, t, over, under):
    return np.mean(np.where(y > t, over * (y - t), under * (y - t)))
