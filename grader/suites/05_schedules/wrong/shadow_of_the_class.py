"""Schedules, with shadows that belong to the class."""


class ExponentialMovingAverage:
    shadow = {}  # noqa: RUF012 - the belief itself

    def __init__(self, decay):
        self.decay = decay
