"""The parameters are called W1 and b1."""


class SGD:
    def update(self, params, grads):
        for key in ("W1", "b1"):
            if key not in params:
                continue
            params[key] -= self.lr * grads[key]
