"""Gradients of earlier updates are added to those of this one."""


class SGD:
    def __init__(self, lr=0.01):
        self.lr = lr
        self.total = {}

    def update(self, params, grads):
        for key in params:
            self.total[key] = self.total.get(key, 0) + grads[key]
            params[key] -= self.lr * self.total[key]
