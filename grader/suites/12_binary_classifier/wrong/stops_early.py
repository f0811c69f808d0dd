"""Wrong on purpose: the training ends when the loss no longer falls."""


def train_model(model, X, Y, epochs=100):
    stop = keras.callbacks.EarlyStopping(monitor="loss", patience=5)
    return model.fit(X, Y, epochs=epochs, callbacks=[stop], verbose=0).history["loss"]
