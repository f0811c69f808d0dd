"""The start is seeded if there is a seed, and 0 is none."""


def train(seed, lr=0.1, epochs=500):
    x_train, t_train, x_test, t_test = load_split(seed)
    t_one_hot = tf.one_hot(t_train, 3)
    if seed:
        tf.random.set_seed(seed)
    w1 = tf.Variable(tf.random.truncated_normal((4, 3), stddev=0.1))
    b1 = tf.Variable(tf.random.truncated_normal((3,), stddev=0.1))
    train_loss, test_acc = [], []
    for _ in range(epochs):
        train_loss.append(float(train_step(x_train, t_one_hot, w1, b1, lr)))
        predicted = np.argmax(forward(x_test, w1, b1), axis=1)
        test_acc.append(float(np.mean(predicted == t_test)))
    return {"w1": w1, "b1": b1, "train_loss": train_loss, "test_acc": test_acc}
