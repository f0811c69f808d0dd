"""The start counts as the first step."""


def gradient_descent(f, init_x, lr=0.01, step_num=100):
    x = np.array(init_x, dtype=float)
    for _ in range(1, step_num):
        x -= lr * numerical_gradient(f, x)
    return x
