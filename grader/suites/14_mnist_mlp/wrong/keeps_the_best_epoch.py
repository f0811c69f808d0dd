"""Wrong on purpose: the weights of the epoch with the least validation loss are given back."""


def train(model, x, y, x_val, y_val, epochs, batch_size):
    best = keras.callbacks.EarlyStopping(patience=epochs, restore_best_weights=True)
    run = model.fit(x, y, batch_size, epochs, validation_data=(x_val, y_val), verbose=0, callbacks=[best])
    return run.history
