"""Regularization, with every key that has a W in it taken for a weight."""


def weights(params):
    return [W for key, W in params.items() if "W" in key]
