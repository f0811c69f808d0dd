"""The wrong belief: every sum over the batch is divided by its size again."""


class XORNet:
    def gradient(self, x, t):
        h, y = self.hidden(x), self.predict(x)
        dy = (y - t) / len(x)
        dh = dy @ self.params["W2"].T * h * (1 - h)
        return {"W1": x.T @ dh / len(x), "b1": dh.mean(axis=0), "W2": h.T @ dy / len(x), "b2": dy.mean(axis=0)}
