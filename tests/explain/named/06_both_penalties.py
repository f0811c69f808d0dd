"""Two wrong functions, and a test that asks both through a third."""


def l1_penalty(params, strength):
    total = 0
    for key in params:
        if key[0] == "W":
            total += np.sum(params[key])
    return strength * total


def l2_penalty(params, strength):
    total = 0
    for key in params:
        if key[0] == "W":
            total += np.sum(params[key] ** 2)
    return strength * total
