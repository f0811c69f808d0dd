"""Schedules, with e for the base and the rate in the exponent."""

import math


def exponential_decay(base_lr, decay_rate, decay_steps, step, staircase=False):
    exponent = step // decay_steps if staircase else step / decay_steps
    return base_lr * math.exp(-decay_rate * exponent)
