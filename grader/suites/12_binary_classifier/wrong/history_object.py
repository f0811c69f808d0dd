"""Wrong on purpose: the History itself is returned."""


def train_model(model, X, Y, epochs=100):
    return model.fit(X, Y, epochs=epochs, verbose=0)
