"""One wrong belief, and everything else right: labels that are all 0 or 1 are one-hot."""


class SoftmaxWithLoss:
    def forward(self, x, t):
        shifted = x - x.max(axis=1, keepdims=True)
        log_y = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        self.y = np.exp(log_y)
        if t.size > 1 and t.max() <= 1:
            t = np.atleast_2d(t).argmax(axis=1)
        self.t = np.eye(x.shape[1])[t]
        return -np.sum(self.t * log_y) / len(x)
