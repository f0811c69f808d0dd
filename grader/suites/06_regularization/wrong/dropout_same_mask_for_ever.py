"""Wrong on purpose: every forward makes its generator anew."""


class Dropout:
    def __init__(self, rate, seed=None):
        self.rate = rate
        self.seed = seed

    def forward(self, x, train_flg=True):
        if not train_flg:
            return x
        rng = np.random.default_rng(self.seed)
        kept = rng.random(x.shape) >= self.rate
        self.mask = kept / (1 - self.rate)
        return x * self.mask
