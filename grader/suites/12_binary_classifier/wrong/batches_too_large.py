"""Wrong on purpose: batches of 512."""


def train_model(model, X, Y, epochs=100):
    return model.fit(X, Y, epochs=epochs, batch_size=512, verbose=0).history["loss"]
