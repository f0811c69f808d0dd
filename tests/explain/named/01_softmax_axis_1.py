"""Softmax along axis 1, which one sample does not have."""


def softmax(a):
    c = np.max(a, axis=1, keepdims=True)
    exp_a = np.exp(a - c)
    sum_exp_a = np.sum(exp_a, axis=1, keepdims=True)
    return exp_a / sum_exp_a
