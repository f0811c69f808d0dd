class Relu:
    def backward(self, dout):
        return dout * (dout > 0)
