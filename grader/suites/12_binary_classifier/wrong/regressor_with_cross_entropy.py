"""Wrong on purpose: the loss of a classifier for a regressor."""


def build_regressor(input_dim):
    model = keras.Sequential(
        [
            keras.Input((input_dim,)),
            Dense(25, activation="relu"),
            Dense(15, activation="relu"),
            Dense(1),
        ]
    )
    model.compile(optimizer="adam", loss=keras.losses.BinaryCrossentropy())
    return model
