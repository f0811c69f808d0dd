"""Parameters and gradients are paired by their places in the dicts."""


def train(network, x_train, t_train, x_test, t_test, iters_num, batch_size, learning_rate, rng):
    train_loss_list, train_acc_list, test_acc_list = [], [], []
    iter_per_epoch = max(len(x_train) // batch_size, 1)
    for i in range(iters_num):
        batch = rng.choice(len(x_train), batch_size)
        x, t = x_train[batch], t_train[batch]
        for p, g in zip(network.params.values(), network.gradient(x, t).values(), strict=True):
            p -= learning_rate * g
        train_loss_list.append(network.loss(x, t))
        if i % iter_per_epoch == 0:
            train_acc_list.append(network.accuracy(x_train, t_train))
            test_acc_list.append(network.accuracy(x_test, t_test))
    return {"train_loss_list": train_loss_list, "train_acc_list": train_acc_list, "test_acc_list": test_acc_list}
