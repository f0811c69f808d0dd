"""One wrong belief, and everything else right: softmax runs over axis 0."""


def softmax_cross_entropy(logits, labels):
    logits = np.atleast_2d(logits)
    shifted = logits - logits.max(axis=0, keepdims=True)
    lse = np.log(np.sum(np.exp(shifted), axis=0, keepdims=True))
    return np.mean((lse - shifted)[np.arange(len(logits)), np.reshape(labels, -1)])
