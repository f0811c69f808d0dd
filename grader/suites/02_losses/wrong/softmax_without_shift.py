"""One wrong belief, and everything else right: exp fits any logit."""


def softmax_cross_entropy(logits, labels):
    logits = np.atleast_2d(logits)
    with np.errstate(all="ignore"):
        y = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
        return -np.mean(np.log(y[np.arange(len(y)), np.reshape(labels, -1)]))
