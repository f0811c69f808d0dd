"""Wrong on purpose: the last loss stands for all epochs."""


def train_model(model, X, Y, epochs=100):
    history = model.fit(X, Y, epochs=epochs, verbose=0).history["loss"]
    return [history[-1]] * epochs
