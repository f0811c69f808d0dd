"""reshape(-1) of a transposed array is a copy, so f never sees the step."""


def numerical_gradient(f, x):
    h = 1e-4
    x = x.astype(float)
    flat = x.reshape(-1)
    grad = np.zeros(x.size)
    for i in range(x.size):
        v = flat[i]
        flat[i] = v + h
        a = f(x)
        flat[i] = v - h
        b = f(x)
        flat[i] = v
        grad[i] = (a - b) / (2 * h)
    return grad.reshape(x.shape)
