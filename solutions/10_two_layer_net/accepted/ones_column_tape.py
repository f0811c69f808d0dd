"""A tape of closures; the bias is a weight of a column of ones; relu with slope 1/2 at 0; sgd in a class of its own."""

import numpy as np


class Sgd:
    def __init__(self, lr):
        self.lr = lr

    def update(self, params, grads):
        for k in params:
            params[k] -= self.lr * grads[k]


class TwoLayerNet:
    def __init__(self, input_size, hidden_size, output_size, weight_init_std=0.01):
        sizes = [input_size, hidden_size, output_size]
        self.params = {}
        for i in (1, 2):
            self.params[f"W{i}"] = np.random.randn(sizes[i - 1], sizes[i]) * weight_init_std
            self.params[f"b{i}"] = np.array([0.0] * sizes[i])

    def _tape(self, x):
        tape, out = [], x
        for i in (1, 2):
            out = np.c_[out, np.ones(len(out))]
            weights = np.vstack([self.params[f"W{i}"], self.params[f"b{i}"]])

            def back(dout, i=i, out=out, weights=weights):
                slope = out.T @ dout
                return {f"W{i}": slope[:-1], f"b{i}": slope[-1]}, (dout @ weights.T)[:, :-1]

            tape.append(back)
            out = out @ weights
            if i == 1:
                tape.append(lambda dout, a=out: ({}, dout * (np.sign(a) + 1) / 2))
                out = (out + np.abs(out)) / 2
        return out, tape

    def predict(self, x):
        s, _ = self._tape(x)
        return np.exp(s - np.logaddexp.reduce(s, axis=1)[:, None])

    def loss(self, x, t):
        p = self.predict(x)
        picked = p[t.astype(bool)] if t.ndim == 2 else p[range(len(p)), t]
        return -np.log(np.clip(picked, 1e-12, None)).mean(keepdims=True)

    def accuracy(self, x, t):
        best = np.argmax(self.predict(x), axis=1)
        return sum(int(b == (k.argmax() if np.ndim(k) else k)) for b, k in zip(best, t)) / len(best)

    def _copy_with(self, key, i, value):
        other = TwoLayerNet(1, 1, 1)
        other.params = {k: v.copy() for k, v in self.params.items()}
        other.params[key][i] += value
        return other

    def numerical_gradient(self, x, t):
        h = 1e-5
        grads = {}
        for key, w in self.params.items():
            g = grads[key] = np.zeros(w.shape)
            for i in np.ndindex(w.shape):
                high, low = (self._copy_with(key, i, s * h).loss(x, t) for s in (1, -1))
                g[i] = ((high - low) / (2 * h))[0]
        return grads

    def gradient(self, x, t):
        s, tape = self._tape(x)
        dout = np.exp(s - np.logaddexp.reduce(s, axis=1)[:, None])
        for row, k in zip(dout, t):
            row[np.argmax(k) if np.ndim(k) else k] -= 1
        dout, grads = dout / len(x), {}
        for back in reversed(tape):
            found, dout = back(dout)
            grads.update(found)
        return grads


def train(network, x_train, t_train, x_test, t_test, iters_num, batch_size, learning_rate, rng):
    sgd = Sgd(learning_rate)
    lists = [], [], []
    for i in range(iters_num):
        rows = rng.choice(np.arange(len(x_train)), size=batch_size, replace=False)
        sgd.update(network.params, network.gradient(x_train[rows], t_train[rows]))
        lists[0].append(network.loss(x_train[rows], t_train[rows]))
        if i % max(len(x_train) // batch_size, 1) == 0:
            lists[1].append(network.accuracy(x_train, t_train))
            lists[2].append(network.accuracy(x_test, t_test))
    return dict(zip(("train_loss_list", "train_acc_list", "test_acc_list"), lists))
