"""Wrong on purpose: the training data are the validation data, too."""


def train(model, x, y, x_val, y_val, epochs, batch_size):
    run = model.fit(x, y, batch_size, epochs, validation_data=(x, y), verbose=0)
    return run.history
