"""One wrong belief, and everything else right: an array like y can hold any loss."""


def asymmetric_loss(y, t, over, under):
    losses = np.zeros_like(y)
    more = y > t
    losses[more] = over * (y - t)[more]
    losses[~more] = under * (t - y)[~more]
    return np.mean(losses)
