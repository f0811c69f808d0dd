"""The wrong belief: gradient updates the parameters itself."""


class XORNet:
    def gradient(self, x, t):
        h, y = self.hidden(x), self.predict(x)
        dy = (y - t) / len(x)  # the derivatives of cross-entropy and sigmoid cancel to this
        dh = dy @ self.params["W2"].T * h * (1 - h)
        grads = {"W1": x.T @ dh, "b1": dh.sum(axis=0), "W2": h.T @ dy, "b2": dy.sum(axis=0)}
        for key in grads:
            self.params[key] -= 2.0 * grads[key]
        return grads


def train_xor(seed):
    net = XORNet(8, seed)
    for _ in range(1000):
        net.gradient(X, T)
    return net
