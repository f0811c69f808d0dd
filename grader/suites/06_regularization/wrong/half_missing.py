"""Wrong on purpose: the L2 penalty has no half."""


def l2_penalty(params, strength):
    return strength * sum(np.sum(W**2) for W in weights(params))
