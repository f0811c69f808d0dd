"""Schedules, with a staircase that rounds to the nearest stair."""


def exponential_decay(base_lr, decay_rate, decay_steps, step, staircase=False):
    exponent = round(step / decay_steps) if staircase else step / decay_steps
    return base_lr * decay_rate**exponent
