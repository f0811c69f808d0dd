"""Wrong on purpose: the mask is drawn by the first forward and kept."""


class Dropout:
    def __init__(self, rate, seed=None):
        self.rate = rate
        self.rng = np.random.default_rng(seed)
        self.mask = None

    def forward(self, x, train_flg=True):
        if not train_flg:
            return x
        if self.mask is None:
            kept = self.rng.random(x.shape) >= self.rate
            self.mask = kept / (1 - self.rate)
        return x * self.mask
