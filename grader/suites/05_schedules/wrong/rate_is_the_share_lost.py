"""Schedules, with a decay_rate that is the share which is lost."""


def exponential_decay(base_lr, decay_rate, decay_steps, step, staircase=False):
    exponent = step // decay_steps if staircase else step / decay_steps
    return base_lr * (1 - decay_rate) ** exponent
