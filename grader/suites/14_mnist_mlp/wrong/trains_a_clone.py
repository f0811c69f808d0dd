"""Wrong on purpose: a copy is trained."""


def train(model, x, y, x_val, y_val, epochs, batch_size):
    model = keras.models.clone_model(model)
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    run = model.fit(x, y, batch_size, epochs, validation_data=(x_val, y_val), verbose=0)
    return run.history
