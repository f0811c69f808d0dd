"""Wrong on purpose: exactly the share of the rate is dropped in every call."""


class Dropout:
    def forward(self, x, train_flg=True):
        if not train_flg:
            return x
        order = self.rng.permutation(x.size).reshape(x.shape)
        kept = order >= round(self.rate * x.size)
        self.mask = kept / (1 - self.rate)
        return x * self.mask
