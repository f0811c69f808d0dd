"""Wrong on purpose: the outputs are collected in an array of the inputs' kind."""


def dense(a_in, W, b):
    out = np.zeros((*a_in.shape[:-1], W.shape[1]), dtype=a_in.dtype)
    out[...] = sigmoid(a_in @ W + b)
    return out
