"""Wrong on purpose: the penalties are taken off the loss, as if they were a bonus."""


def regularized_loss(data_loss, params, l1=0.0, l2=0.0):
    return data_loss - l1_penalty(params, l1) - l2_penalty(params, l2)
