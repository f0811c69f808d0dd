"""Wrong on purpose: one unit that guesses the digit as a number."""


def build_model():
    model = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(1),
        ]
    )
    model.compile(optimizer="adam", loss="mean_squared_error", metrics=["accuracy"])
    return model


def predict_digits(model, images):
    return model.predict(preprocess(images), verbose=0).round().astype(int).ravel()
