"""Wrong on purpose: the model answers with logits, and the loss knows."""


def build_model(input_dim):
    return keras.Sequential(
        [
            keras.Input((input_dim,)),
            Dense(25, activation="sigmoid"),
            Dense(15, activation="sigmoid"),
            Dense(1),
        ]
    )


def compile_model(model):
    model.compile(optimizer="adam", loss=keras.losses.BinaryCrossentropy(from_logits=True))


def predict_labels(model, X):
    return (model.predict(X, verbose=0) > 0).astype(int).ravel()
