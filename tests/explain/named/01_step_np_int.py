"""The step function of an old textbook."""


def step_function(x):
    return np.array(x > 0, dtype=np.int)
