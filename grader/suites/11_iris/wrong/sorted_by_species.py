"""Splitting is enough; the order of the rows does not matter."""


def load_split(seed):
    x, t = load_iris(return_X_y=True)
    x = x.astype(np.float32)
    x_train, x_test, t_train, t_test = train_test_split(x, t, test_size=30, stratify=t, random_state=seed)
    train, test = np.argsort(t_train, kind="stable"), np.argsort(t_test, kind="stable")
    return x_train[train], t_train[train], x_test[test], t_test[test]
