"""Wrong on purpose: whole samples are dropped."""


class Dropout:
    def forward(self, x, train_flg=True):
        if not train_flg:
            return x
        kept = self.rng.random((len(x),) + (1,) * (x.ndim - 1)) >= self.rate
        self.mask = np.broadcast_to(kept, x.shape) / (1 - self.rate)
        return x * self.mask
