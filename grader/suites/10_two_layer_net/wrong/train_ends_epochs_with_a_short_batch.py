"""Each epoch ends with the rows that are left over, as a shorter batch."""


def train(network, x_train, t_train, x_test, t_test, iters_num, batch_size, learning_rate, rng):
    train_loss_list, train_acc_list, test_acc_list = [], [], []
    iter_per_epoch = max(len(x_train) // batch_size, 1)
    for i in range(iters_num):
        start = i * batch_size % (-(-len(x_train) // batch_size) * batch_size)
        if start == 0:
            order = rng.permutation(len(x_train))
        batch = order[start : start + batch_size]
        x, t = x_train[batch], t_train[batch]
        grads = network.gradient(x, t)
        for key in network.params:
            network.params[key] -= learning_rate * grads[key]
        train_loss_list.append(network.loss(x, t))
        if i % iter_per_epoch == 0:
            train_acc_list.append(network.accuracy(x_train, t_train))
            test_acc_list.append(network.accuracy(x_test, t_test))
    return {"train_loss_list": train_loss_list, "train_acc_list": train_acc_list, "test_acc_list": test_acc_list}
