"""Parameters in float32; the numerical gradient works on float64 copies; relu; an extra argument or two."""

import numpy as np

F = np.float32


class TwoLayerNet:
    def __init__(self, input_size, hidden_size, output_size, weight_init_std=0.01, dtype=F, verbose=False):
        self.verbose = verbose
        self.params = {
            "W1": np.random.normal(0.0, weight_init_std, size=(input_size, hidden_size)).astype(dtype),
            "b1": np.zeros(hidden_size, dtype),
            "W2": np.random.normal(0.0, weight_init_std, size=(hidden_size, output_size)).astype(dtype),
            "b2": np.zeros(output_size, dtype),
        }

    def _forward(self, x, p):
        x = np.asarray(x, p["W1"].dtype)
        a = x @ p["W1"] + p["b1"]
        s = np.maximum(a, 0) @ p["W2"] + p["b2"]
        return x, a, s - s.max(axis=1, keepdims=True)

    def _one_hot(self, t, like):
        return t if t.ndim == 2 else np.eye(like.shape[1], dtype=like.dtype)[t]

    def predict(self, x):
        e = np.exp(self._forward(x, self.params)[2])
        return e / e.sum(axis=1, keepdims=True)

    def _loss(self, x, t, p):
        s = self._forward(x, p)[2]
        return np.mean(np.log(np.exp(s).sum(axis=1)) - (s * self._one_hot(t, s)).sum(axis=1))

    def loss(self, x, t):
        if self.verbose:
            print("loss of", len(x))
        return self._loss(x, t, self.params)

    def accuracy(self, x, t):
        y = self.predict(x)
        return np.float32((y.argmax(1) == self._one_hot(t, y).argmax(1)).mean())

    def numerical_gradient(self, x, t):
        double = {k: v.astype(np.float64) for k, v in self.params.items()}
        grads = {}
        for k, v in double.items():
            grads[k] = np.empty(v.shape, F)
            for i in np.ndindex(*v.shape):
                keep = v[i]
                v[i] = keep + 1e-3
                up = self._loss(x, t, double)
                v[i] = keep - 1e-3
                grads[k][i] = (up - self._loss(x, t, double)) / 2e-3
                v[i] = keep
        return grads

    def gradient(self, x, t):
        x, a, s = self._forward(x, self.params)
        y = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
        ds = ((y - self._one_hot(t, y)) / F(len(x))).astype(F)
        da = np.where(a > 0, ds @ self.params["W2"].T, F(0))
        return {"W1": x.T @ da, "b1": da.sum(0), "W2": np.maximum(a, 0).T @ ds, "b2": ds.sum(0)}


def train(network, x_train, t_train, x_test, t_test, iters_num, batch_size, learning_rate, rng):
    n = len(x_train)
    losses, train_acc, test_acc = np.zeros(iters_num), [], []
    for i in range(iters_num):
        rows = rng.integers(n, size=batch_size)
        for k, g in network.gradient(x_train[rows], t_train[rows]).items():
            network.params[k] -= F(learning_rate) * g
        losses[i] = network.loss(x_train[rows], t_train[rows])
        if i % max(n // batch_size, 1) == 0:
            train_acc += [network.accuracy(x_train, t_train)]
            test_acc += [network.accuracy(x_test, t_test)]
    return {"train_loss_list": losses, "train_acc_list": train_acc, "test_acc_list": test_acc}
