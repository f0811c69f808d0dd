"""Wrong on purpose: the mask is applied to the array that was given."""


class Dropout:
    def forward(self, x, train_flg=True):
        if not train_flg:
            return x
        kept = self.rng.random(x.shape) >= self.rate
        self.mask = kept / (1 - self.rate)
        x *= self.mask
        return x
