"""Wrong on purpose: batches of 128."""


def train_model(model, X, Y, epochs=100):
    return model.fit(X, Y, epochs=epochs, batch_size=128, verbose=0).history["loss"]
