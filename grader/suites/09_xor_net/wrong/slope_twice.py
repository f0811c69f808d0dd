"""The wrong belief: the slope is taken at a value that has gone through the sigmoid once more."""


class XORNet:
    def gradient(self, x, t):
        h, y = self.hidden(x), self.predict(x)
        dy = (y - t) / len(x)  # the derivatives of cross-entropy and sigmoid cancel to this
        dh = dy @ self.params["W2"].T * sigmoid(h) * (1 - sigmoid(h))
        return {"W1": x.T @ dh, "b1": dh.sum(axis=0), "W2": h.T @ dy, "b2": dy.sum(axis=0)}


def train_xor(seed):
    net = XORNet(24, seed)
    lr = 1.0
    for _ in range(3000):
        grads = net.gradient(X, T)
        for key in net.params:
            net.params[key] -= lr * grads[key]
    return net
