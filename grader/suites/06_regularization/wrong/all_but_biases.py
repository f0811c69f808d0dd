"""Wrong on purpose: everything that is not a bias is taken for a weight."""


def weights(params):
    return [W for key, W in params.items() if not key.startswith("b")]
