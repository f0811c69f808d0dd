"""Wrong on purpose: the validation data are trained on, too."""

import numpy as np


def train(model, x, y, x_val, y_val, epochs, batch_size):
    x_all, y_all = np.concatenate([x, x_val]), np.concatenate([y, y_val])
    run = model.fit(x_all, y_all, batch_size, epochs, validation_data=(x_val, y_val), verbose=0)
    return run.history
