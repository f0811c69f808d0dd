"""One wrong belief, and everything else right: a batch's losses are summed."""


def softmax_cross_entropy(logits, labels):
    logits = np.atleast_2d(logits)
    shifted = logits - logits.max(axis=1, keepdims=True)
    lse = np.log(np.sum(np.exp(shifted), axis=1))
    return np.sum(lse - shifted[np.arange(len(logits)), np.reshape(labels, -1)])
