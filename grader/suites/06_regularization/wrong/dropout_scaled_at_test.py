"""Wrong on purpose: the older form, unscaled in training and scaled down at test time."""


class Dropout:
    def forward(self, x, train_flg=True):
        if not train_flg:
            return x * (1 - self.rate)
        kept = self.rng.random(x.shape) >= self.rate
        self.mask = kept
        return x * self.mask
