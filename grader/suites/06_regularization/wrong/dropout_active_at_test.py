"""Wrong on purpose: elements are dropped at test time too."""


class Dropout:
    def forward(self, x, train_flg=True):
        kept = self.rng.random(x.shape) >= self.rate
        self.mask = kept / (1 - self.rate)
        return x * self.mask
