"""One wrong belief, and everything else right: softmax runs over all logits together."""


def softmax_cross_entropy(logits, labels):
    logits = np.atleast_2d(logits)
    shifted = logits - logits.max()
    lse = np.log(np.sum(np.exp(shifted)))
    return np.mean(lse - shifted[np.arange(len(logits)), np.reshape(labels, -1)])
