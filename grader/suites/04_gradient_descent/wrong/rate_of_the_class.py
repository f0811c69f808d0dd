"""The learning rate belongs to the class."""


class SGD:
    def __init__(self, lr=0.01):
        SGD.lr = lr

    def update(self, params, grads):
        for key in params:
            params[key] -= SGD.lr * grads[key]
