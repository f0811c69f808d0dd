"""One wrong belief, and everything else right: the sum of the differences decides the price."""


def asymmetric_loss(y, t, over, under):
    over_sum = np.sum(y - t) > 0
    return np.mean(np.abs(y - t)) * (over if over_sum else under)
