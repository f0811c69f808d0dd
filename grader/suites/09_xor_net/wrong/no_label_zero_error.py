"""The wrong belief: the error of the output is counted only where the target is 1."""


class XORNet:
    def loss(self, x, t):
        y = np.clip(self.predict(x), 1e-7, 1 - 1e-7)
        return -np.mean(t * np.log(y))

    def gradient(self, x, t):
        h, y = self.hidden(x), self.predict(x)
        dy = t * (y - 1) / len(x)  # the derivatives of cross-entropy and sigmoid cancel to this
        dh = dy @ self.params["W2"].T * h * (1 - h)
        return {"W1": x.T @ dh, "b1": dh.sum(axis=0), "W2": h.T @ dy, "b2": dy.sum(axis=0)}
