"""One wrong belief, and everything else right: the logits are probabilities already."""


def softmax_cross_entropy(logits, labels):
    y = np.atleast_2d(logits)
    with np.errstate(all="ignore"):
        return -np.mean(np.log(np.clip(y[np.arange(len(y)), np.reshape(labels, -1)], 1e-7, None)))
