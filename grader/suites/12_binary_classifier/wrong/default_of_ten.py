"""Wrong on purpose: ten epochs unless told otherwise."""


def train_model(model, X, Y, epochs=10):
    return model.fit(X, Y, epochs=epochs, verbose=0).history["loss"]
