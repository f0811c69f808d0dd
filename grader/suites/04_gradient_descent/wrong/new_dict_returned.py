"""update returns the new parameters."""


class SGD:
    def update(self, params, grads):
        return {key: params[key] - self.lr * grads[key] for key in params}
