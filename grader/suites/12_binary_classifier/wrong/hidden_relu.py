"""Wrong on purpose: relu in the hidden layers."""


def build_model(input_dim):
    return keras.Sequential(
        [
            keras.Input((input_dim,)),
            Dense(25, activation="relu"),
            Dense(15, activation="relu"),
            Dense(1, activation="sigmoid"),
        ]
    )
