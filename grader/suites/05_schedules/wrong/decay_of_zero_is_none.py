"""A decay of 0 is taken for none."""


class ExponentialMovingAverage:
    def __init__(self, decay):
        self.decay = decay or 0.99
        self.shadow = {}
