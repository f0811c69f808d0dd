"""The wrong belief: XOR is one question, so one hidden unit answers it."""


def train_xor(seed):
    net = XORNet(1, seed)
    lr = 2.0
    for _ in range(1000):
        grads = net.gradient(X, T)
        for key in net.params:
            net.params[key] -= lr * grads[key]
    return net
