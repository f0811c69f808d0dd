"""Regularization, with dropout that is scaled in training and at test time too."""


class Dropout:
    def forward(self, x, train_flg=True):
        if not train_flg:
            return x * (1 - self.rate)
        kept = self.rng.random(x.shape) >= self.rate
        self.mask = kept / (1 - self.rate)
        return x * self.mask
