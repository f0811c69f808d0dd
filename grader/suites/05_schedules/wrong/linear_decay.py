"""Schedules, with a learning rate that falls along a straight line."""


def exponential_decay(base_lr, decay_rate, decay_steps, step, staircase=False):
    exponent = step // decay_steps if staircase else step / decay_steps
    return base_lr * (1 - (1 - decay_rate) * exponent)
