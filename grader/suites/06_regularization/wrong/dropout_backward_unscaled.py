"""Wrong on purpose: backward knows the mask, but not the scale."""


class Dropout:
    def backward(self, dout):
        return dout * (self.mask > 0)
