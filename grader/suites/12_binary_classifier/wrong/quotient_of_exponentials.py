"""Wrong on purpose: exp(z) over 1 + exp(z), which is inf over inf at 1000."""


def sigmoid(z):
    return np.exp(z) / (1 + np.exp(z))
