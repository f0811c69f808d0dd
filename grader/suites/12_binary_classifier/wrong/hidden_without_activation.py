"""Wrong on purpose: Dense has its activation by itself."""


def build_model(input_dim):
    return keras.Sequential(
        [
            keras.Input((input_dim,)),
            Dense(25),
            Dense(15),
            Dense(1, activation="sigmoid"),
        ]
    )
