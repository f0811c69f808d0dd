"""The wrong belief: gradient may use what the last predict left behind."""


class XORNet:
    def hidden(self, x):
        self.h = sigmoid(x @ self.params["W1"] + self.params["b1"])
        return self.h

    def predict(self, x):
        self.y = sigmoid(self.hidden(x) @ self.params["W2"] + self.params["b2"])
        return self.y

    def gradient(self, x, t):
        h, y = self.h, self.y
        dy = (y - t) / len(x)  # the derivatives of cross-entropy and sigmoid cancel to this
        dh = dy @ self.params["W2"].T * h * (1 - h)
        return {"W1": x.T @ dh, "b1": dh.sum(axis=0), "W2": h.T @ dy, "b2": dy.sum(axis=0)}


def train_xor(seed):
    net = XORNet(8, seed)
    lr = 2.0
    for _ in range(1000):
        net.predict(X)
        grads = net.gradient(X, T)
        for key in net.params:
            net.params[key] -= lr * grads[key]
    return net
