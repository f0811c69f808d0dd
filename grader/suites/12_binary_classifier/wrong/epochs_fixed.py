"""Wrong on purpose: always ten epochs."""


def train_model(model, X, Y, epochs=100):
    return model.fit(X, Y, epochs=10, verbose=0).history["loss"]
