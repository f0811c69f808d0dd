"""Wrong on purpose: a fifth of the samples is kept for validation."""


def train_model(model, X, Y, epochs=100):
    return model.fit(X, Y, epochs=epochs, validation_split=0.2, verbose=0).history["loss"]
