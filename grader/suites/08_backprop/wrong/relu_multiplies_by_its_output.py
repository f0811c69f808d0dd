class Relu:
    def forward(self, x):
        self.mask = x > 0
        self.y = x * self.mask
        return self.y

    def backward(self, dout):
        return dout * self.y
