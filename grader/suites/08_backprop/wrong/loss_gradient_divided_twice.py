"""Layers, with the gradient of the loss divided by the batch size twice."""


class SoftmaxWithLoss:
    def backward(self, dout=1):
        return dout * (self.y - self.t) / len(self.y) ** 2
