"""Wrong on purpose: the L2 penalty takes the root, as the norm of that name does."""


def l2_penalty(params, strength):
    return strength * 0.5 * np.sqrt(sum(np.sum(W**2) for W in weights(params)))
