"""A seed of 0 counts as none."""


def load_split(seed):
    x, t = load_iris(return_X_y=True)
    x = x.astype(np.float32)
    x_train, x_test, t_train, t_test = train_test_split(
        x, t, test_size=30, stratify=t, random_state=seed if seed else None
    )
    return x_train, t_train, x_test, t_test
