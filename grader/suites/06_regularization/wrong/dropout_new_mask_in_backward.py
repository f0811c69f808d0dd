"""Wrong on purpose: backward draws a mask of its own."""


class Dropout:
    def backward(self, dout):
        kept = self.rng.random(dout.shape) >= self.rate
        return dout * kept / (1 - self.rate)
