"""Nothing is updated: the whole history is kept, and average adds it up with the weights of the unrolled formula."""

import math


def exponential_decay(base_lr, decay_rate, decay_steps, step, staircase=False):
    passed = step / decay_steps
    if staircase:
        passed = math.floor(passed)
    return base_lr * math.exp(passed * math.log(decay_rate))


class ExponentialMovingAverage:
    def __init__(self, decay):
        self.decay = decay
        self.history = {}

    def apply(self, params, num_updates=None):
        ramp = 1.0 if num_updates is None else (1 + num_updates) / (10 + num_updates)
        for name, value in params.items():
            self.history.setdefault(name, []).append((min(self.decay, ramp), value * 1.0))
        return self

    def average(self, name):
        total, weight = 0.0, 1.0
        *later, (_, first) = reversed(self.history[name])
        for d, value in later:
            total = total + weight * (1 - d) * value
            weight *= d
        return total + weight * first
