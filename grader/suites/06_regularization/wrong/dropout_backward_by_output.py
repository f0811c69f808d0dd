"""One wrong belief, and everything else right: what is 0 in the output was dropped."""


class Dropout:
    def forward(self, x, train_flg=True):
        if not train_flg:
            return x
        kept = self.rng.random(x.shape) >= self.rate
        self.out = x * (kept / (1 - self.rate))
        return self.out

    def backward(self, dout):
        return dout * (self.out != 0) / (1 - self.rate)
