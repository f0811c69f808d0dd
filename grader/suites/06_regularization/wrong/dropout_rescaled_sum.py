"""Wrong on purpose: what is kept is scaled by the share that this very draw kept."""


class Dropout:
    def forward(self, x, train_flg=True):
        if not train_flg:
            return x
        kept = self.rng.random(x.shape) >= self.rate
        self.mask = kept / kept.mean()
        return x * self.mask
