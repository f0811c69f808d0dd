"""The wrong belief: two hidden units are enough to learn XOR, since they are enough to compute it."""


def train_xor(seed):
    net = XORNet(2, seed)
    lr = 2.0
    for _ in range(1000):
        grads = net.gradient(X, T)
        for key in net.params:
            net.params[key] -= lr * grads[key]
    return net
