"""Schedules, with an average that is the last parameter."""


class ExponentialMovingAverage:
    def apply(self, params, num_updates=None):
        d = self.decay
        if num_updates is not None:
            d = min(d, (1 + num_updates) / (10 + num_updates))
        for name, value in params.items():
            self.shadow[name] = 1 * value
