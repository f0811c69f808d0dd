"""Wrong on purpose: the regressor is left uncompiled."""


def build_regressor(input_dim):
    model = keras.Sequential(
        [
            keras.Input((input_dim,)),
            Dense(25, activation="relu"),
            Dense(15, activation="relu"),
            Dense(1),
        ]
    )
    return model
