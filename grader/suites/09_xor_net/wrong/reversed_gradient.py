"""The wrong belief: the gradient is the way to go."""


class XORNet:
    def gradient(self, x, t):
        h, y = self.hidden(x), self.predict(x)
        dy = (t - y) / len(x)
        dh = dy @ self.params["W2"].T * h * (1 - h)
        return {"W1": x.T @ dh, "b1": dh.sum(axis=0), "W2": h.T @ dy, "b2": dy.sum(axis=0)}


def train_xor(seed):
    net = XORNet(8, seed)
    lr = 2.0
    for _ in range(1000):
        grads = net.gradient(X, T)
        for key in net.params:
            net.params[key] += lr * grads[key]
    return net
