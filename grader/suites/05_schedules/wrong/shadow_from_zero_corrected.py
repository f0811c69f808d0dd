"""Schedules, with shadows that start at 0 and are divided by a correction."""


class ExponentialMovingAverage:
    def __init__(self, decay):
        self.decay = decay
        self.shadow = {}
        self.missing = {}

    def apply(self, params, num_updates=None):
        d = self.decay
        if num_updates is not None:
            d = min(d, (1 + num_updates) / (10 + num_updates))
        for name, value in params.items():
            self.shadow[name] = d * self.shadow.get(name, 0 * value) + (1 - d) * value
            self.missing[name] = d * self.missing.get(name, 1)

    def average(self, name):
        return self.shadow[name] / (1 - self.missing[name])
