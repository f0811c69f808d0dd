"""Schedules, with averages that are written into the parameters."""


class ExponentialMovingAverage:
    def apply(self, params, num_updates=None):
        d = self.decay
        if num_updates is not None:
            d = min(d, (1 + num_updates) / (10 + num_updates))
        for name, value in params.items():
            shadow = self.shadow.get(name, value)  # the first time it starts at the parameter
            self.shadow[name] = params[name] = d * shadow + (1 - d) * value
