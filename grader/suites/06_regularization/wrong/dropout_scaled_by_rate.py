"""Wrong on purpose: what is kept is divided by the rate of dropping."""


class Dropout:
    def forward(self, x, train_flg=True):
        if not train_flg:
            return x
        kept = self.rng.random(x.shape) >= self.rate
        self.mask = kept / max(self.rate, 1e-12)
        return x * self.mask
