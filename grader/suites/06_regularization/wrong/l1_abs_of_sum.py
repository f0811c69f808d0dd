"""Wrong on purpose: the L1 penalty is the absolute value of the sum."""


def l1_penalty(params, strength):
    return strength * sum(np.abs(np.sum(W)) for W in weights(params))
