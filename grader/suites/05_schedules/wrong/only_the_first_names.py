"""Schedules, with names that are settled by the first apply."""


class ExponentialMovingAverage:
    def apply(self, params, num_updates=None):
        d = self.decay
        if num_updates is not None:
            d = min(d, (1 + num_updates) / (10 + num_updates))
        if not self.shadow:
            self.shadow = {name: 1 * value for name, value in params.items()}
        for name, value in params.items():
            if name not in self.shadow:
                continue
            shadow = self.shadow.get(name, value)  # the first time it starts at the parameter
            self.shadow[name] = d * shadow + (1 - d) * value
