"""Schedules, with the full rate in every step."""


def exponential_decay(base_lr, decay_rate, decay_steps, step, staircase=False):
    exponent = step
    return base_lr * decay_rate**exponent
