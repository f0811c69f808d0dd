"""The wrong belief: the error goes back through the weights alone."""


class XORNet:
    def gradient(self, x, t):
        h, y = self.hidden(x), self.predict(x)
        dy = (y - t) / len(x)  # the derivatives of cross-entropy and sigmoid cancel to this
        dh = dy @ self.params["W2"].T
        return {"W1": x.T @ dh, "b1": dh.sum(axis=0), "W2": h.T @ dy, "b2": dy.sum(axis=0)}
