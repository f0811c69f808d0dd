"""Wrong on purpose: each array of weights overwrites the penalty of the one before."""


def l1_penalty(params, strength):
    penalty = 0.0
    for W in weights(params):
        penalty = strength * np.sum(np.abs(W))
    return penalty


def l2_penalty(params, strength):
    penalty = 0.0
    for W in weights(params):
        penalty = strength * 0.5 * np.sum(W**2)
    return penalty
