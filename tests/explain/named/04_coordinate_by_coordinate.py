"""One coordinate after another: each slope is measured where the earlier ones have led."""


def gradient_descent(f, init_x, lr=0.01, step_num=100):
    h = 1e-4
    x = init_x.astype(float).copy()
    for _ in range(step_num):
        for i in range(x.size):
            old = x[i]
            x[i] = old + h
            hi = f(x)
            x[i] = old - h
            lo = f(x)
            x[i] = old - lr * (hi - lo) / (2 * h)
    return x
