"""Wrong on purpose: the classes whose probability is above one half."""

import numpy as np


def predict_digits(model, images):
    return np.where(model.predict(preprocess(images), verbose=0) > 0.5)[1]
