"""Wrong on purpose: no sigmoid at the end, and a loss that is not told."""


def build_model(input_dim):
    return keras.Sequential(
        [
            keras.Input((input_dim,)),
            Dense(25, activation="sigmoid"),
            Dense(15, activation="sigmoid"),
            Dense(1),
        ]
    )
