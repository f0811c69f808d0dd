"""Assigning to the loop variable changes the dict."""


class SGD:
    def update(self, params, grads):
        for key, p in params.items():
            p = p - self.lr * grads[key]
