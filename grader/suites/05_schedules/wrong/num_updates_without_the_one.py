"""Schedules, with n / (10 + n) for the share of a young average."""


def exponential_decay(base_lr, decay_rate, decay_steps, step, staircase=False):
    exponent = step // decay_steps if staircase else step / decay_steps
    return base_lr * decay_rate**exponent


class ExponentialMovingAverage:
    def __init__(self, decay):
        self.decay = decay
        self.shadow = {}

    def apply(self, params, num_updates=None):
        d = self.decay
        if num_updates is not None:
            d = min(d, num_updates / (10 + num_updates))
        for name, value in params.items():
            shadow = self.shadow.get(name, value)  # the first time it starts at the parameter
            self.shadow[name] = d * shadow + (1 - d) * value

    def average(self, name):
        return self.shadow[name]
