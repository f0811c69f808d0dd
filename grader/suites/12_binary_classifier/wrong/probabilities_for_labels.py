"""Wrong on purpose: probabilities are returned for labels."""


def predict_labels(model, X):
    return model.predict(X, verbose=0).ravel()
