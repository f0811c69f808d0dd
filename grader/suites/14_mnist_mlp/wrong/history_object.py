"""Wrong on purpose: what fit returns is returned whole."""


def train(model, x, y, x_val, y_val, epochs, batch_size):
    run = model.fit(x, y, batch_size, epochs, validation_data=(x_val, y_val), verbose=0)
    return run
