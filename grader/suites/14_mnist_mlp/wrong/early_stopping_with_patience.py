"""Wrong on purpose: training stops when the validation loss has not fallen for five epochs."""


def train(model, x, y, x_val, y_val, epochs, batch_size):
    stop = keras.callbacks.EarlyStopping(patience=5)
    run = model.fit(x, y, batch_size, epochs, validation_data=(x_val, y_val), verbose=0, callbacks=[stop])
    return run.history
