"""Wrong on purpose: what does not fill a batch is left out."""


def train_model(model, X, Y, epochs=100):
    full = max(len(X) // 32, 1) * 32
    return model.fit(X[:full], Y[:full], epochs=epochs, verbose=0).history["loss"]
