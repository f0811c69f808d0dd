class Sigmoid:
    def backward(self, dout):
        return dout * self.y
