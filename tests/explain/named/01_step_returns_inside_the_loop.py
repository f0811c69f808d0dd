"""The loop is left with the first element."""


def step_function(x):
    x = np.asarray(x)
    y = np.zeros(x.shape)
    for i in np.ndindex(x.shape):
        if x[i] > 0:
            y[i] = 1
        return y
