"""Schedules, with a count of updates of its own for num_updates."""


class ExponentialMovingAverage:
    def __init__(self, decay):
        self.decay = decay
        self.shadow = {}
        self.updates = 0

    def apply(self, params, num_updates=None):
        d = self.decay
        d = min(d, (1 + self.updates) / (10 + self.updates))
        self.updates += 1
        for name, value in params.items():
            shadow = self.shadow.get(name, value)  # the first time it starts at the parameter
            self.shadow[name] = d * shadow + (1 - d) * value
