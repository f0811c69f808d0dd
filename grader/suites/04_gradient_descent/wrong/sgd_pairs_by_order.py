"""One wrong belief, and everything else right: two dicts have their keys in the same order."""


class SGD:
    def update(self, params, grads):
        for key, grad in zip(params, grads.values(), strict=True):
            params[key] = params[key] - self.lr * grad
