"""One small object a parameter; a vectorised schedule; apply returns the averages."""

import numpy as np


def exponential_decay(base_lr, decay_rate, decay_steps, step, staircase=False):
    exponent = np.divide(step, decay_steps)
    exponent = np.where(staircase, np.floor(exponent), exponent)
    return np.multiply(base_lr, np.power(float(decay_rate), exponent))


class Shadow:
    """The average of one parameter."""

    def __init__(self, start):
        self.value = np.array(start, dtype=float)

    def update(self, value, d):
        self.value = np.average([self.value, np.asarray(value)], axis=0, weights=[d, 1 - d])
        return self.value


class ExponentialMovingAverage:
    def __init__(self, decay):
        self.decay = decay
        self.shadows = dict()

    def apply(self, params, num_updates=None):
        d = self.decay
        if num_updates is not None:
            d = sorted([d, (1.0 + num_updates) / (10.0 + num_updates)])[0]
        for k, v in params.items():
            if k in self.shadows:
                self.shadows[k].update(v, d)
            else:
                self.shadows[k] = Shadow(v)
        return {k: self.average(k) for k in params}

    def average(self, name):
        value = self.shadows[name].value
        return value.item() if value.ndim == 0 else value
