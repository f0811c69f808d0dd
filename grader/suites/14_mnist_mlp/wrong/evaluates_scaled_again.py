"""Wrong on purpose: images that are preprocessed already are preprocessed again."""


def evaluate(model, x, y):
    _, accuracy = model.evaluate(preprocess(x), y, verbose=0)
    return accuracy
