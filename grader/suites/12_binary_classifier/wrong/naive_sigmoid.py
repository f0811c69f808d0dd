"""Wrong on purpose: exp(-z) as it stands, whatever z is."""


def sigmoid(z):
    return 1 / (1 + np.exp(-z))
