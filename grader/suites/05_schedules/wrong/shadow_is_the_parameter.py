"""Schedules, with a first shadow that is the parameter's own array."""


class ExponentialMovingAverage:
    def apply(self, params, num_updates=None):
        d = self.decay
        if num_updates is not None:
            d = min(d, (1 + num_updates) / (10 + num_updates))
        for name, value in params.items():
            if name in self.shadow:
                self.shadow[name] = d * self.shadow[name] + (1 - d) * value
            else:
                self.shadow[name] = value
