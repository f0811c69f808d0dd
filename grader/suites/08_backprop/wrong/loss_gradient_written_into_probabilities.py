class SoftmaxWithLoss:
    def backward(self, dout=1):
        dx = self.y
        dx -= self.t
        return dout * dx / len(dx)
