"""The wrong belief: the error of the output is multiplied by the slope of its sigmoid."""


class XORNet:
    def gradient(self, x, t):
        h, y = self.hidden(x), self.predict(x)
        dy = (y - t) * y * (1 - y) / len(x)
        dh = dy @ self.params["W2"].T * h * (1 - h)
        return {"W1": x.T @ dh, "b1": dh.sum(axis=0), "W2": h.T @ dy, "b2": dy.sum(axis=0)}
