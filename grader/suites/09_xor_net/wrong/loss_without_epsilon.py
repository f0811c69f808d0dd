"""The wrong belief: a probability is never exactly 0 or 1."""


class XORNet:
    def loss(self, x, t):
        y = self.predict(x)
        return -np.mean(t * np.log(y) + (1 - t) * np.log(1 - y))
