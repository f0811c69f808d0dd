"""Schedules, with steps that are counted from 1."""


def exponential_decay(base_lr, decay_rate, decay_steps, step, staircase=False):
    exponent = (step + 1) // decay_steps if staircase else (step + 1) / decay_steps
    return base_lr * decay_rate**exponent
