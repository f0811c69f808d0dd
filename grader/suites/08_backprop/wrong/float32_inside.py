class Affine:
    def __init__(self, W, b):
        self.W, self.b = W.astype(np.float32), b.astype(np.float32)

    def forward(self, x):
        self.x = x.astype(np.float32)
        return self.x @ self.W + self.b

    def backward(self, dout):
        dout = dout.astype(np.float32)
        self.dW = self.x.T @ dout
        self.db = dout.sum(axis=0)
        return dout @ self.W.T


class Relu:
    def forward(self, x):
        self.mask = x > 0
        return x.astype(np.float32) * self.mask

    def backward(self, dout):
        return dout.astype(np.float32) * self.mask


class Sigmoid:
    def forward(self, x):
        x = x.astype(np.float32)
        self.y = 0.5 * (1 + np.tanh(0.5 * x))  # 1 / (1 + exp(-x)) without overflow
        return self.y

    def backward(self, dout):
        return dout.astype(np.float32) * self.y * (1 - self.y)


class SoftmaxWithLoss:
    def forward(self, x, t):
        x = x.astype(np.float32)
        shifted = x - x.max(axis=1, keepdims=True)
        log_y = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        self.y = np.exp(log_y)
        self.t = np.eye(x.shape[1])[t] if t.ndim == 1 else t
        return -np.sum(self.t * log_y) / len(x)
