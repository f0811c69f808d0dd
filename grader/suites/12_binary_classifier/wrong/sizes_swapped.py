"""Wrong on purpose: 15 units first, then 25."""


def build_model(input_dim):
    return keras.Sequential(
        [
            keras.Input((input_dim,)),
            Dense(15, activation="sigmoid"),
            Dense(25, activation="sigmoid"),
            Dense(1, activation="sigmoid"),
        ]
    )
