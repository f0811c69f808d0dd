"""Wrong on purpose: the accuracy times 100."""


def evaluate(model, x, y):
    _, accuracy = model.evaluate(x, y, verbose=0)
    return 100 * accuracy
