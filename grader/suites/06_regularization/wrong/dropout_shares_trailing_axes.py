"""One wrong belief, and everything else right: one draw for the first two axes is enough."""


class Dropout:
    def forward(self, x, train_flg=True):
        if not train_flg:
            return x
        kept = self.rng.random(x.shape[:2]) >= self.rate
        self.mask = kept.reshape(kept.shape + (1,) * (x.ndim - kept.ndim)) / (1 - self.rate)
        return x * self.mask
