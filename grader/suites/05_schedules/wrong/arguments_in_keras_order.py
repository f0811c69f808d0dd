"""Schedules, with decay_steps before decay_rate."""


def exponential_decay(base_lr, decay_steps, decay_rate, step, staircase=False):
    exponent = step // decay_steps if staircase else step / decay_steps
    return base_lr * decay_rate**exponent
