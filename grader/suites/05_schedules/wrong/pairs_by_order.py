"""Shadows and parameters are paired by their places in the dicts."""


class ExponentialMovingAverage:
    def apply(self, params, num_updates=None):
        d = self.decay
        if num_updates is not None:
            d = min(d, (1 + num_updates) / (10 + num_updates))
        if len(self.shadow) != len(params):
            for name, value in params.items():
                if name in self.shadow:
                    self.shadow[name] = d * self.shadow[name] + (1 - d) * value
                else:
                    self.shadow[name] = value * 1.0
            return
        for name, value in zip(self.shadow, params.values(), strict=True):
            self.shadow[name] = d * self.shadow[name] + (1 - d) * value
