"""All parameters are views of one vector; einsum; sigmoid; the dicts hold more than was asked for."""

import numpy as np
from scipy.special import expit, log_softmax, softmax

NAMES = "W1", "b1", "W2", "b2"


class TwoLayerNet:
    def __init__(self, input_size, hidden_size, output_size, weight_init_std=0.01):
        self.shapes = [(input_size, hidden_size), (hidden_size,), (hidden_size, output_size), (output_size,)]
        self.theta = np.zeros(sum(int(np.prod(s)) for s in self.shapes))
        self.params = self.views(self.theta)
        for name in ("W1", "W2"):
            self.params[name][...] = np.random.standard_normal(self.params[name].shape) * weight_init_std

    def views(self, vector):
        out, start = {}, 0
        for name, shape in zip(NAMES, self.shapes):
            size = int(np.prod(shape))
            out[name] = vector[start : start + size].reshape(shape)
            start += size
        return out

    def logits(self, x):
        z = expit(np.einsum("nd,dh->nh", x, self.params["W1"]) + self.params["b1"])
        return z, np.einsum("nh,hc->nc", z, self.params["W2"]) + self.params["b2"]

    def predict(self, x):
        return softmax(self.logits(x)[1], axis=1)

    def targets(self, t):
        return t if np.ndim(t) == 2 else (np.asarray(t)[:, None] == np.arange(self.shapes[3][0])).astype(float)

    def loss(self, x, t):
        return -np.einsum("nc,nc->", self.targets(t), log_softmax(self.logits(x)[1], axis=1)) / len(x)

    def accuracy(self, x, t):
        return np.count_nonzero(self.logits(x)[1].argmax(-1) == self.targets(t).argmax(-1)) / len(x)

    def numerical_gradient(self, x, t):
        saved, slopes = self.theta.copy(), np.zeros_like(self.theta)
        for i in range(len(saved)):
            values = []
            for h in (1e-6, -1e-6):
                self.theta[i] = saved[i] + h
                values.append(self.loss(x, t))
            self.theta[i] = saved[i]
            slopes[i] = (values[0] - values[1]) / 2e-6
        return self.views(slopes)

    def gradient(self, x, t):
        vector = np.zeros_like(self.theta)
        grads = self.views(vector)
        z, s = self.logits(x)
        d = (softmax(s, axis=1) - self.targets(t)) / len(x)
        grads["W2"][...] = np.einsum("nh,nc->hc", z, d)
        grads["b2"][...] = np.einsum("nc->c", d)
        d = np.einsum("nc,hc,nh,nh->nh", d, self.params["W2"], z, 1 - z)
        grads["W1"][...] = np.einsum("nd,nh->dh", x, d)
        grads["b1"][...] = np.einsum("nh->h", d)
        return {**grads, "all": vector}


def train(network, x_train, t_train, x_test, t_test, iters_num, batch_size, learning_rate, rng, log=print):
    ipe = max(len(x_train) // batch_size, 1)
    out = {"train_loss_list": [], "train_acc_list": [], "test_acc_list": [], "epochs": 0}
    for i in range(iters_num):
        rows = rng.permutation(len(x_train))[:batch_size]
        network.theta -= learning_rate * network.gradient(x_train[rows], t_train[rows])["all"]
        out["train_loss_list"].append(float(network.loss(x_train[rows], t_train[rows])))
        if not i % ipe:
            out["epochs"] += 1
            out["train_acc_list"].append(float(network.accuracy(x_train, t_train)))
            out["test_acc_list"].append(float(network.accuracy(x_test, t_test)))
            log("epoch", out["epochs"], out["test_acc_list"][-1])
    return out
