"""Wrong on purpose: always batches of 32."""


def train(model, x, y, x_val, y_val, epochs, batch_size):
    run = model.fit(x, y, 32, epochs, validation_data=(x_val, y_val), verbose=0)
    return run.history
