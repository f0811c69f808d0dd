"""Schedules, with the rate divided by 1 + decay_rate times the quotient."""


def exponential_decay(base_lr, decay_rate, decay_steps, step, staircase=False):
    exponent = step // decay_steps if staircase else step / decay_steps
    return base_lr / (1 + decay_rate * exponent)
