"""The wrong belief: the gradient is summed over the batch."""


class XORNet:
    def gradient(self, x, t):
        h, y = self.hidden(x), self.predict(x)
        dy = y - t
        dh = dy @ self.params["W2"].T * h * (1 - h)
        return {"W1": x.T @ dh, "b1": dh.sum(axis=0), "W2": h.T @ dy, "b2": dy.sum(axis=0)}
