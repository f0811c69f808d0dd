"""Wrong on purpose: the mask is drawn from the normal distribution."""


class Dropout:
    def forward(self, x, train_flg=True):
        if not train_flg:
            return x
        kept = self.rng.standard_normal(x.shape) >= self.rate
        self.mask = kept / (1 - self.rate)
        return x * self.mask
