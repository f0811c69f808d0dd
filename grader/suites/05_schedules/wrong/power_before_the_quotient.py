"""Schedules, with an exponent that lacks its brackets."""


def exponential_decay(base_lr, decay_rate, decay_steps, step, staircase=False):
    power = base_lr * decay_rate**step
    return power // decay_steps if staircase else power / decay_steps
