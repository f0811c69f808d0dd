"""Schedules, with averages in the dtype of the parameter."""

import numpy as np


class ExponentialMovingAverage:
    def apply(self, params, num_updates=None):
        d = self.decay
        if num_updates is not None:
            d = min(d, (1 + num_updates) / (10 + num_updates))
        for name, value in params.items():
            if name not in self.shadow:
                self.shadow[name] = np.array(value)
            else:
                average = d * self.shadow[name] + (1 - d) * value
                self.shadow[name] = np.array(average, self.shadow[name].dtype)
