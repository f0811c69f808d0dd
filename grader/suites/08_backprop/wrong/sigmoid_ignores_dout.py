class Sigmoid:
    def backward(self, dout):
        return self.y * (1 - self.y)
