"""The older form of a textbook: unscaled in training, scaled down at test time, drawn by np.random."""


class Dropout:
    def __init__(self, rate, seed=None):
        self.rate = rate

    def forward(self, x, train_flg=True):
        if train_flg:
            self.mask = np.random.rand(*x.shape) > self.rate
            return x * self.mask
        return x * (1 - self.rate)
