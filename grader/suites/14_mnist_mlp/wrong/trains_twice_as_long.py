"""Wrong on purpose: fit is called twice."""


def train(model, x, y, x_val, y_val, epochs, batch_size):
    model.fit(x, y, batch_size, epochs, verbose=0)
    run = model.fit(x, y, batch_size, epochs, validation_data=(x_val, y_val), verbose=0)
    return run.history
