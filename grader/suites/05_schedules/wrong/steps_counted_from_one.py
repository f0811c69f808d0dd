"""Schedules, with steps that are counted from 1."""


def exponential_decay(base_lr, decay_rate, decay_steps, step, staircase=False):
    exponent = (step + 1) // decay_steps if staircase else (step + 1) / decay_steps
    return base_lr * decay_rate**exponent


class ExponentialMovingAverage:
    def __init__(self, decay):
        self.decay = decay
        self.shadow = {}

    def apply(self, params, num_updates=None):
        d = self.decay
        if num_updates is not None:
            d = min(d, (1 + num_updates) / (10 + num_updates))
        for name, value in params.items():
            shadow = self.shadow.get(name, value)  # the first time it starts at the parameter
            self.shadow[name] = d * shadow + (1 - d) * value

    def average(self, name):
        return self.shadow[name]
