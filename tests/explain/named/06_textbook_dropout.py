"""The textbook's dropout: nothing is scaled in training, all is scaled at the test, and np.random.rand draws."""


class Dropout:
    def __init__(self, rate=0.5, seed=None):
        self.dropout_ratio = rate
        self.mask = None

    def forward(self, x, train_flg=True):
        if train_flg:
            self.mask = np.random.rand(*x.shape) > self.dropout_ratio
            return x * self.mask
        else:
            return x * (1.0 - self.dropout_ratio)

    def backward(self, dout):
        return dout * self.mask
