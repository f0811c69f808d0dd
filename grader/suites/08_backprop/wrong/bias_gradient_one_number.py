class Affine:
    def backward(self, dout):
        self.dW = self.x.T @ dout
        self.db = dout.sum()
        return dout @ self.W.T
