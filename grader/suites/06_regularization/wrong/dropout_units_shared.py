"""Wrong on purpose: one mask for all samples of a batch."""


class Dropout:
    def forward(self, x, train_flg=True):
        if not train_flg:
            return x
        kept = self.rng.random(x.shape[-1]) >= self.rate
        self.mask = np.broadcast_to(kept, x.shape) / (1 - self.rate)
        return x * self.mask
