"""Wrong on purpose: the shape (N, 1) of predict is kept."""


def predict_labels(model, X):
    return (model.predict(X, verbose=0) > 0.5).astype(int)
