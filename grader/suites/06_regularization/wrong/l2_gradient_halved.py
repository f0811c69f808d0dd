"""Wrong on purpose: the L2 gradient keeps the half."""


def l2_gradient(w, strength):
    return 0.5 * strength * w
