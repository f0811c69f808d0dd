"""Wrong on purpose: backward lets every gradient pass."""


class Dropout:
    def backward(self, dout):
        return dout
