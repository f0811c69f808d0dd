"""The gradient gives the direction; each step is lr long."""


def gradient_descent(f, init_x, lr=0.01, step_num=100):
    x = np.array(init_x, dtype=float)
    for _ in range(step_num):
        grad = numerical_gradient(f, x)
        x -= lr * grad / np.linalg.norm(grad)
    return x
