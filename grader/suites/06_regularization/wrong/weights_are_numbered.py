"""Regularization, with weights that are looked for as W1, W2, W3 and so on."""


def weights(params):
    numbered = [f"W{i}" for i in range(1, len(params) + 1)]
    return [params[key] for key in numbered if key in params]
