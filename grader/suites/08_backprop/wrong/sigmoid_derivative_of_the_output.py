class Sigmoid:
    def backward(self, dout):
        s = 1 / (1 + np.exp(-self.y))
        return dout * s * (1 - s)
