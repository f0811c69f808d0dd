"""Wrong on purpose: the loss forgets the loss on the data."""


def regularized_loss(data_loss, params, l1=0.0, l2=0.0):
    return l1_penalty(params, l1) + l2_penalty(params, l2)
