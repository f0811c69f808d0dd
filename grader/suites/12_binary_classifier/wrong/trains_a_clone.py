"""Wrong on purpose: a copy of the model is trained."""


def train_model(model, X, Y, epochs=100):
    copy = keras.models.clone_model(model)
    compile_model(copy)
    return copy.fit(X, Y, epochs=epochs, verbose=0).history["loss"]
