"""Wrong on purpose: the squared error of one-hot labels as the loss."""


def build_model():
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="mean_squared_error", metrics=["accuracy"])
    return model


def train(model, x, y, x_val, y_val, epochs, batch_size):
    y, y_val = keras.utils.to_categorical(y, 10), keras.utils.to_categorical(y_val, 10)
    run = model.fit(x, y, batch_size, epochs, validation_data=(x_val, y_val), verbose=0)
    return run.history


def evaluate(model, x, y):
    _, accuracy = model.evaluate(x, keras.utils.to_categorical(y, 10), verbose=0)
    return accuracy
