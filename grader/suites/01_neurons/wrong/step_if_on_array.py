"""Neurons, with a step that asks one question of a whole array."""


def step_function(x):
    if x > 0:
        return 1
    else:
        return 0
