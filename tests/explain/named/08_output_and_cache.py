"""forward hands back its cache as well."""


class Affine:
    def __init__(self, W, b):
        self.W = W
        self.b = b

    def forward(self, x):
        z = np.dot(x, self.W) + self.b
        cache = (x, self.W, self.b)
        self.cache = cache
        return z, cache

    def backward(self, dout):
        x, W, b = self.cache
        self.dW = np.dot(x.T, dout)
        self.db = np.sum(dout, axis=0)
        return np.dot(dout, W.T)
