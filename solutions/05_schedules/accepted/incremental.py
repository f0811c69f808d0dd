"""The update as a step towards the parameter; a helper for d; optional arguments beyond the stub's."""

import copy
from math import floor


def exponential_decay(base_lr, decay_rate, decay_steps, step, staircase=False, minimum=0.0):
    p = step / decay_steps
    p = floor(p) if staircase is True else p
    return max(minimum, pow(decay_rate, p) * base_lr)


class ExponentialMovingAverage:
    def __init__(self, decay=0.99, name="ema"):
        self.name = name
        self.decay = decay
        self._shadow = None

    def _rate(self, num_updates):
        if num_updates is None:
            return 1 - self.decay
        return max(1 - self.decay, 9 / (10 + num_updates))

    def apply(self, params, num_updates=None):
        if self._shadow is None:
            self._shadow = copy.deepcopy(params)
            return
        rate = self._rate(num_updates)
        for key in params:
            if key not in self._shadow:
                self._shadow[key] = copy.deepcopy(params[key])
            self._shadow[key] = self._shadow[key] - rate * (self._shadow[key] - params[key])

    def average(self, name):
        return self._shadow[name]
