"""One wrong belief, and everything else right: a forward at test time has a mask of ones."""


class Dropout:
    def forward(self, x, train_flg=True):
        if not train_flg:
            self.mask = np.ones(x.shape)
            return x
        kept = self.rng.random(x.shape) >= self.rate
        self.mask = kept / (1 - self.rate)
        return x * self.mask
