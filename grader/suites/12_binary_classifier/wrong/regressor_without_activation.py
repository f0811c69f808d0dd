"""Wrong on purpose: no activation in the regressor at all."""


def build_regressor(input_dim):
    model = keras.Sequential(
        [
            keras.Input((input_dim,)),
            Dense(25),
            Dense(15),
            Dense(1),
        ]
    )
    model.compile(optimizer="adam", loss=keras.losses.MeanSquaredError())
    return model
