"""Wrong on purpose: everything in params is penalized."""


def weights(params):
    return list(params.values())
