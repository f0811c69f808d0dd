"""The wrong belief: only the rows with target 1 have a loss."""


class XORNet:
    def loss(self, x, t):
        y = np.clip(self.predict(x), 1e-7, 1 - 1e-7)
        return -np.mean(t * np.log(y))
