"""The wrong belief: two hidden units are enough to learn XOR, since they are enough to compute it."""


class XORNet:
    def hidden(self, x):  # with relu one start in five ends well; with sigmoid three in four, and nine of ten by chance
        return np.maximum(x @ self.params["W1"] + self.params["b1"], 0)

    def gradient(self, x, t):
        h, y = self.hidden(x), self.predict(x)
        dy = (y - t) / len(x)
        dh = dy @ self.params["W2"].T * (h > 0)
        return {"W1": x.T @ dh, "b1": dh.sum(axis=0), "W2": h.T @ dy, "b2": dy.sum(axis=0)}


def train_xor(seed):
    net = XORNet(2, seed)
    lr = 0.5
    for _ in range(1000):
        grads = net.gradient(X, T)
        for key in net.params:
            net.params[key] -= lr * grads[key]
    return net
