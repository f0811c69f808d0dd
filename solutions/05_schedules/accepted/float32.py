"""All arithmetic in float32; results are arrays, of no axis for numbers."""

import numpy as np

F = np.float32


def exponential_decay(base_lr, decay_rate, decay_steps, step, staircase=False):
    exponent = F(step) / F(decay_steps)
    if staircase:
        exponent = np.floor(exponent)
    return np.array([F(base_lr) * np.power(F(decay_rate), exponent)], F)


class ExponentialMovingAverage:
    def __init__(self, decay, dtype=np.float32):
        self.decay = dtype(decay)
        self.dtype = dtype
        self.shadows = {}

    def apply(self, params, num_updates=None):
        d = self.decay
        if num_updates is not None:
            d = np.minimum(d, self.dtype((1 + num_updates) / (10 + num_updates)))
        for name, value in params.items():
            value = np.array(value, self.dtype)
            shadow = self.shadows.setdefault(name, value.copy())
            shadow *= d
            shadow += (1 - d) * value

    def average(self, name):
        return self.shadows[name].copy()
