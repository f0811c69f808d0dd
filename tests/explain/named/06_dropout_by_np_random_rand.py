"""The textbook's dropout: its units are not scaled, and NumPy's own generator draws them."""


class Dropout:
    def __init__(self, rate, seed=None):
        self.rate = rate
        self.mask = None

    def forward(self, x, train_flg=True):
        if train_flg:
            self.mask = np.random.rand(*x.shape) > self.rate
            return x * self.mask / (1 - self.rate)
        return x

    def backward(self, dout):
        return dout * self.mask / (1 - self.rate)
