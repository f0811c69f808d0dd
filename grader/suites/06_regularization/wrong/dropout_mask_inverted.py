"""Wrong on purpose: elements are kept with the probability of dropping."""


class Dropout:
    def forward(self, x, train_flg=True):
        if not train_flg:
            return x
        kept = self.rng.random(x.shape) < self.rate
        self.mask = kept / (1 - self.rate)
        return x * self.mask
