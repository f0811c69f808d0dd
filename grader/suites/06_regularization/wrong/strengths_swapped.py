"""Wrong on purpose: the loss gives each penalty the strength of the other."""


def regularized_loss(data_loss, params, l1=0.0, l2=0.0):
    return data_loss + l1_penalty(params, l2) + l2_penalty(params, l1)
