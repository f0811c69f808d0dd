"""The wrong belief: the loss of a batch is a sum."""


class XORNet:
    def loss(self, x, t):
        y = np.clip(self.predict(x), 1e-7, 1 - 1e-7)
        return -np.sum(t * np.log(y) + (1 - t) * np.log(1 - y))
