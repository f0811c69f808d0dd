"""Schedules, with a new dict of shadows in every apply."""


class ExponentialMovingAverage:
    def apply(self, params, num_updates=None):
        d = self.decay
        if num_updates is not None:
            d = min(d, (1 + num_updates) / (10 + num_updates))
        old, self.shadow = self.shadow, {}
        for name, value in params.items():
            shadow = old.get(name, value)  # the first time it starts at the parameter
            self.shadow[name] = d * shadow + (1 - d) * value
