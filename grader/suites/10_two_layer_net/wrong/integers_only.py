"""A wrong variant: integers only."""

import numpy as np


def sigmoid(a):
    return 0.5 * (1 + np.tanh(0.5 * a))  # 1 / (1 + exp(-a)) without overflow


def softmax(a):
    e = np.exp(a - a.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def to_labels(t):
    return t.astype(int)


class TwoLayerNet:
    def __init__(self, input_size, hidden_size, output_size, weight_init_std=0.01):
        self.params = {
            "W1": weight_init_std * np.random.randn(input_size, hidden_size),
            "b1": np.zeros(hidden_size),
            "W2": weight_init_std * np.random.randn(hidden_size, output_size),
            "b2": np.zeros(output_size),
        }

    def hidden(self, x):
        return sigmoid(x @ self.params["W1"] + self.params["b1"])

    def predict(self, x):
        return softmax(self.hidden(x) @ self.params["W2"] + self.params["b2"])

    def loss(self, x, t):
        y = self.predict(x)
        return -np.mean(np.log(y[np.arange(len(y)), to_labels(t)] + 1e-7))

    def accuracy(self, x, t):
        return np.mean(self.predict(x).argmax(axis=1) == to_labels(t))

    def numerical_gradient(self, x, t):
        h, grads = 1e-4, {}
        for key, param in self.params.items():
            grads[key] = np.zeros_like(param)
            for i in np.ndindex(param.shape):
                old = param[i]
                param[i] = old + h
                high = self.loss(x, t)
                param[i] = old - h
                low = self.loss(x, t)
                param[i] = old
                grads[key][i] = (high - low) / (2 * h)
        return grads

    def gradient(self, x, t):
        z, dy = self.hidden(x), self.predict(x)
        dy[np.arange(len(dy)), to_labels(t)] -= 1
        dy /= len(x)
        da = (dy @ self.params["W2"].T) * z * (1 - z)
        return {"W1": x.T @ da, "b1": da.sum(axis=0), "W2": z.T @ dy, "b2": dy.sum(axis=0)}


def train(network, x_train, t_train, x_test, t_test, iters_num, batch_size, learning_rate, rng):
    train_loss_list, train_acc_list, test_acc_list = [], [], []
    iter_per_epoch = max(len(x_train) // batch_size, 1)
    for i in range(iters_num):
        batch = rng.choice(len(x_train), batch_size)
        x, t = x_train[batch], t_train[batch]
        grads = network.gradient(x, t)
        for key in network.params:
            network.params[key] -= learning_rate * grads[key]
        train_loss_list.append(network.loss(x, t))
        if i % iter_per_epoch == 0:
            train_acc_list.append(network.accuracy(x_train, t_train))
            test_acc_list.append(network.accuracy(x_test, t_test))
    return {"train_loss_list": train_loss_list, "train_acc_list": train_acc_list, "test_acc_list": test_acc_list}
