"""The wrong belief: training may start from a favourite seed."""


def train_xor(seed):
    net = XORNet(8, 0)
    lr = 2.0
    for _ in range(1000):
        grads = net.gradient(X, T)
        for key in net.params:
            net.params[key] -= lr * grads[key]
    return net
