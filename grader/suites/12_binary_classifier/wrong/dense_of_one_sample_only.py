"""Wrong on purpose: a loop over the units, with one sample in mind."""


def dense(a_in, W, b):
    a_out = np.zeros(W.shape[1])
    for j in range(W.shape[1]):
        a_out[j] = sigmoid(np.dot(W[:, j], a_in) + b[j])
    return a_out
