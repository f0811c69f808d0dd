"""The gradients are multiplied by lr in place."""


class SGD:
    def update(self, params, grads):
        for key in params:
            grads[key] *= self.lr
            params[key] -= grads[key]
