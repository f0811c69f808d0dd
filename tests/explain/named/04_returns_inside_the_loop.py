"""One step, and the loop is left."""


def gradient_descent(f, init_x, lr=0.01, step_num=100):
    x = init_x.astype(float)
    for i in range(step_num):
        grad = numerical_gradient(f, x)
        x = x - lr * grad
        return x
