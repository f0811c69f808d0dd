"""Schedules, with shadows that start at 0."""


class ExponentialMovingAverage:
    def apply(self, params, num_updates=None):
        d = self.decay
        if num_updates is not None:
            d = min(d, (1 + num_updates) / (10 + num_updates))
        for name, value in params.items():
            shadow = self.shadow.get(name, 0 * value)
            self.shadow[name] = d * shadow + (1 - d) * value
