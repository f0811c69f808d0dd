"""Wrong on purpose: the seed that was given is not used."""


class Dropout:
    def __init__(self, rate, seed=None):
        self.rate = rate

    def forward(self, x, train_flg=True):
        if not train_flg:
            return x
        kept = np.random.random_sample(x.shape) >= self.rate
        self.mask = kept / (1 - self.rate)
        return x * self.mask
