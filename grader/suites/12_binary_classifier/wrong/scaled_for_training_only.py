"""Wrong on purpose: the samples are standardized for the training, and nowhere else."""


def train_model(model, X, Y, epochs=100):
    X = (X - X.mean(axis=0)) / (X.std(axis=0) + 1e-8)
    return model.fit(X, Y, epochs=epochs, verbose=0).history["loss"]
