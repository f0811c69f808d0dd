"""Wrong on purpose: the rate is taken for the share that stays."""


class Dropout:
    def forward(self, x, train_flg=True):
        if not train_flg:
            return x
        kept = self.rng.random(x.shape) < self.rate
        self.mask = kept / self.rate
        return x * self.mask
