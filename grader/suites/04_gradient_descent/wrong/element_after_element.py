"""Each element moves as soon as its slope is known."""


def gradient_descent(f, init_x, lr=0.01, step_num=100):
    x = np.array(init_x, dtype=float)
    for _ in range(step_num):
        for i in range(x.size):
            x[i] -= lr * numerical_gradient(f, x)[i]
    return x
