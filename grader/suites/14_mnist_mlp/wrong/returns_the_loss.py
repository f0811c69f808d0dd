"""Wrong on purpose: evaluate returns the loss."""


def evaluate(model, x, y):
    loss, _ = model.evaluate(x, y, verbose=0)
    return loss
