"""Each element moves as soon as its difference is known; numerical_gradient is not used."""


def gradient_descent(f, init_x, lr=0.01, step_num=100):
    h = 1e-4
    x = np.array(init_x, dtype=float)
    for _ in range(step_num):
        for i in range(x.size):
            value = x[i]
            x[i] = value + h
            above = f(x)
            x[i] = value - h
            below = f(x)
            x[i] = value - lr * (above - below) / (2 * h)
    return x
