"""The seed shuffles the rows; which flowers are for the test is fixed."""


def load_split(seed):
    x, t = load_iris(return_X_y=True)
    x = x.astype(np.float32)
    x_train, x_test, t_train, t_test = train_test_split(x, t, test_size=30, stratify=t, random_state=42)
    order = np.random.default_rng(seed).permutation(120)
    return x_train[order], t_train[order], x_test, t_test
