"""The step function is the sign of its input."""


def step_function(x):
    return np.sign(x)


def fires(z):
    return 1 if z > 0 else 0


def AND(x1, x2):
    return fires(0.5 * x1 + 0.5 * x2 - 0.7)


def NAND(x1, x2):
    return fires(-0.5 * x1 - 0.5 * x2 + 0.7)


def OR(x1, x2):
    return fires(0.5 * x1 + 0.5 * x2 - 0.2)
