"""Neurons, with an activation that is called for each sum alone."""


def neuron(x, w, b, activation):
    z = x @ w + b
    return np.array([activation(np.array([v]))[0] for v in z.ravel()]).reshape(z.shape)
