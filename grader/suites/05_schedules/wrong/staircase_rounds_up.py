"""Schedules, with a staircase that counts the stair that has just begun."""


def exponential_decay(base_lr, decay_rate, decay_steps, step, staircase=False):
    exponent = -(-step // decay_steps) if staircase else step / decay_steps
    return base_lr * decay_rate**exponent
