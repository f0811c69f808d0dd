"""AND is wrong, and XOR, which uses it, answers as if either gate were enough: no mistake of XOR's."""


def AND(x1, x2):
    return step_function(0.5 * x1 + 0.5 * x2 + 0.7)
