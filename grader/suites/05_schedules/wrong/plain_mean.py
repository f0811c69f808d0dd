"""Schedules, with the mean of all values so far."""


class ExponentialMovingAverage:
    def __init__(self, decay):
        self.decay = decay
        self.shadow = {}
        self.count = {}

    def apply(self, params, num_updates=None):
        d = self.decay
        if num_updates is not None:
            d = min(d, (1 + num_updates) / (10 + num_updates))
        for name, value in params.items():
            n = self.count[name] = self.count.get(name, 0) + 1
            shadow = self.shadow.get(name, 0)
            self.shadow[name] = shadow + (value - shadow) / n
