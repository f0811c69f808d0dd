"""Wrong on purpose: images and labels shuffled, each in its own order."""

import numpy as np


def train(model, x, y, x_val, y_val, epochs, batch_size):
    x, y = np.random.permutation(x), np.random.permutation(y)
    run = model.fit(x, y, batch_size, epochs, validation_data=(x_val, y_val), verbose=0)
    return run.history
