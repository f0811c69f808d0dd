"""Wrong on purpose: always ten epochs."""


def train(model, x, y, x_val, y_val, epochs, batch_size):
    run = model.fit(x, y, batch_size, 10, validation_data=(x_val, y_val), verbose=0)
    return run.history
