"""The wrong belief: knowing the four answers is the same as computing them."""


class XORNet:
    def predict(self, x):
        return np.where(np.logical_xor(x[:, :1], x[:, 1:]), 0.99, 0.01)
