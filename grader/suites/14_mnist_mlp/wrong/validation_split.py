"""Wrong on purpose: a share of the training data is split off for validation."""


def train(model, x, y, x_val, y_val, epochs, batch_size):
    run = model.fit(x, y, batch_size, epochs, validation_split=0.2, verbose=0)
    return run.history
