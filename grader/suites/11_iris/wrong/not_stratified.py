"""A shuffled split has equal shares of the species by itself."""


def load_split(seed):
    x, t = load_iris(return_X_y=True)
    x = x.astype(np.float32)
    x_train, x_test, t_train, t_test = train_test_split(x, t, test_size=30, random_state=seed)
    return x_train, t_train, x_test, t_test
