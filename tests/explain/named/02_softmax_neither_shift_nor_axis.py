"""Softmax without a shift, and with the sum over everything."""


def softmax_cross_entropy(logits, labels):
    if logits.ndim == 1:
        logits = logits.reshape(1, -1)
    labels = np.array(labels).reshape(-1)
    p = np.exp(logits) / np.sum(np.exp(logits))
    n = logits.shape[0]
    return -np.sum(np.log(p[np.arange(n), labels])) / n
