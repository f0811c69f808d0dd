"""Wrong on purpose: what is kept is not scaled up."""


class Dropout:
    def forward(self, x, train_flg=True):
        if not train_flg:
            return x
        kept = self.rng.random(x.shape) >= self.rate
        self.mask = kept
        return x * self.mask
