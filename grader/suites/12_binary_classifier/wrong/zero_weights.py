"""Wrong on purpose: all weights start at zero."""


def build_model(input_dim):
    return keras.Sequential(
        [
            keras.Input((input_dim,)),
            Dense(25, activation="sigmoid", kernel_initializer="zeros"),
            Dense(15, activation="sigmoid", kernel_initializer="zeros"),
            Dense(1, activation="sigmoid", kernel_initializer="zeros"),
        ]
    )
