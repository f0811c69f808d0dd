class Relu:
    def backward(self, dout):
        dout[~self.mask] = 0
        return dout
