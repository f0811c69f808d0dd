"""Wrong on purpose: neither the L2 penalty nor its gradient knows the half."""


def l2_penalty(params, strength):
    return strength * sum(np.sum(W**2) for W in weights(params))


def l2_gradient(w, strength):
    return 2 * strength * w
