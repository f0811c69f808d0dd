"""The wrong belief: a few dozen steps are plenty."""


def train_xor(seed):
    net = XORNet(8, seed)
    lr = 2.0
    for _ in range(30):
        grads = net.gradient(X, T)
        for key in net.params:
            net.params[key] -= lr * grads[key]
    return net
