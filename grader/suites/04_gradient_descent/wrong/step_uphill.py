"""sgd_step adds the gradient."""


def sgd_step(w, grad, lr):
    return w + lr * grad
