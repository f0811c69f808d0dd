"""Wrong on purpose: evaluate returns a list."""


def evaluate(model, x, y):
    return model.evaluate(x, y, verbose=0)
