"""Schedules, with a num_updates that is never looked at."""


class ExponentialMovingAverage:
    def apply(self, params, num_updates=None):
        d = self.decay
        for name, value in params.items():
            shadow = self.shadow.get(name, value)  # the first time it starts at the parameter
            self.shadow[name] = d * shadow + (1 - d) * value
