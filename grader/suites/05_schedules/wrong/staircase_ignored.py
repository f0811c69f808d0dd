"""Schedules, with a staircase that divides like the smooth form."""


def exponential_decay(base_lr, decay_rate, decay_steps, step, staircase=False):
    exponent = step / decay_steps
    return base_lr * decay_rate**exponent
