"""Wrong on purpose: the numbers of the last epoch alone."""


def train(model, x, y, x_val, y_val, epochs, batch_size):
    run = model.fit(x, y, batch_size, epochs, validation_data=(x_val, y_val), verbose=0)
    return {name: values[-1] for name, values in run.history.items()}
