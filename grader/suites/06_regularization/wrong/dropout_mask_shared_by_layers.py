"""Wrong on purpose: all layers keep their mask in one place."""


class Dropout:
    def forward(self, x, train_flg=True):
        if not train_flg:
            return x
        kept = self.rng.random(x.shape) >= self.rate
        Dropout.mask = kept / (1 - self.rate)
        return x * Dropout.mask

    def backward(self, dout):
        return dout * Dropout.mask
