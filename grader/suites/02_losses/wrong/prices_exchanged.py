"""One wrong belief, and everything else right: over is the price of too little."""


def asymmetric_loss(y, t, over, under):
    return np.mean(np.where(y > t, under * (y - t), over * (t - y)))
