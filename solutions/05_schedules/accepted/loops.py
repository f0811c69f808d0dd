"""Plain Python: lists inside, a loop of multiplications, prints left in."""

import numpy as np


def exponential_decay(base_lr, decay_rate, decay_steps, step, staircase=False):
    lr = base_lr
    done = 0
    while done + decay_steps <= step:
        lr = lr * decay_rate
        done += decay_steps
    if not staircase:
        lr = lr * decay_rate ** ((step - done) / decay_steps)
    print("lr", lr)
    return lr


class ExponentialMovingAverage:
    def __init__(self, decay):
        self.decay = decay
        self.names = []
        self.values = []
        self.shapes = []

    def flat(self, value):
        return [float(v) for v in np.ravel(value)]

    def apply(self, params, num_updates=None):
        if num_updates is None:
            d = self.decay
        else:
            d = (1 + num_updates) / (10 + num_updates)
            if d > self.decay:
                d = self.decay
        for name in params:
            new = self.flat(params[name])
            if name not in self.names:
                self.names.append(name)
                self.values.append(new)
                self.shapes.append(np.shape(params[name]))
            else:
                i = self.names.index(name)
                for j in range(len(new)):
                    self.values[i][j] = self.values[i][j] * d + new[j] * (1 - d)
            print(name, self.values[self.names.index(name)])

    def average(self, name):
        i = self.names.index(name)
        return np.array(self.values[i]).reshape(self.shapes[i])
