"""Wrong on purpose: argmax, as with several classes."""


def predict_labels(model, X):
    return model.predict(X, verbose=0).argmax(axis=1)
