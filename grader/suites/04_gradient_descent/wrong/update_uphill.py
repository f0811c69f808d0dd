"""SGD adds the gradient."""


class SGD:
    def update(self, params, grads):
        for key in params:
            params[key] += self.lr * grads[key]
