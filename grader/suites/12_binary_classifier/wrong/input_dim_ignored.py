"""Wrong on purpose: always two inputs."""


def build_model(input_dim):
    return keras.Sequential(
        [
            keras.Input((2,)),
            Dense(25, activation="sigmoid"),
            Dense(15, activation="sigmoid"),
            Dense(1, activation="sigmoid"),
        ]
    )
