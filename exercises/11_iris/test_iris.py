"""Public tests: the worked numbers of the statement, and a small example of each of its conventions.

The hidden suite asks for more than these. Training is compared with your own load_split, forward and train_step, which
have tests of their own.
"""

import numpy as np

from grader.suite import as_array, as_list, as_scalar, assert_close, assert_unchanged, expect

X = np.array([[5, 3, 2, 1]], np.float32)
T = np.array([[1, 0, 0]], np.float32)
W1 = np.array([[0.1, 0.0, 0.0], [0.2, 0.1, 0.0], [-0.2, 0.1, 0.2], [0.0, 0.1, 0.3]], np.float32)
B1 = np.array([0.3, 0.1, -0.2], np.float32)

# The statement's numbers have six digits, and float32 is off by less.
SIX_DIGITS = {"rtol": 1e-4, "atol": 1e-5}


def variables(student, w1=W1, b1=B1):
    """Make two variables in the worker."""
    return student.new("tensorflow.Variable", w1), student.new("tensorflow.Variable", b1)


def values(w1, b1):
    """Return what two variables hold."""
    return as_array(w1.method("numpy")(), (4, 3), "w1"), as_array(b1.method("numpy")(), (3,), "b1")


# --- load_split -------------------------------------------------------------------------------------------------------


def split(student, seed):
    """Return what load_split gives: x_train, t_train, x_test, t_test."""
    answer = student.load_split(seed)
    expect(isinstance(answer, (tuple, list)) and len(answer) == 4, "four arrays should come back")
    shapes = {"x_train": (120, 4), "t_train": (120,), "x_test": (30, 4), "t_test": (30,)}
    return [as_array(item, shape, name) for item, (name, shape) in zip(answer, shapes.items(), strict=True)]


def test_load_split_gives_120_and_30_flowers(student):
    """120 flowers to learn from, 30 to test, 10 of each species.

    120 朵用于训练，30 朵用于测试，测试集每个品种 10 朵。
    """
    _, _, _, labels = split(student, 0)
    assert_close(np.array([np.sum(labels == k) for k in range(3)]), np.array([10, 10, 10]), what="flowers per species")


def test_labels_are_integers(student):
    """The labels of load_split are integers, and its measurements are floats.

    load_split 返回的标签是整数，测量值是浮点数。
    """
    kinds = [item.dtype.kind for item in student.load_split(0) if isinstance(item, np.ndarray)]
    expect(len(kinds) == 4, "four arrays should come back", expected="four arrays", got=kinds)
    right = kinds[0] == kinds[2] == "f" and kinds[1] in "iu" and kinds[3] in "iu"
    expect(right, "an array holds another kind of numbers", expected="f i f i (f: float, i: integer)", got=kinds)


def test_each_flower_is_in_one_part(student):
    """Each of the 150 flowers is in one of the parts, in centimetres: the measurements add up to those of load_iris.

    150 朵花每朵恰好在其中一部分，单位是厘米：各项测量值之和与 load_iris 的相同。
    """
    x_train, _, x_test, _ = split(student, 7)
    total = x_train.sum(axis=0) + x_test.sum(axis=0)
    assert_close(total, np.array([876.5, 458.6, 563.7, 179.9]), what="the sum of each measurement")


def test_labels_stay_beside_their_flowers(student):
    """Each flower keeps its label: those with label 1 have the measurements of species 1.

    每朵花带着自己的标签：标签为 1 的花，测量值就是品种 1 的。
    """
    x_train, t_train, x_test, t_test = split(student, 7)
    total = x_train[t_train == 1].sum(axis=0) + x_test[t_test == 1].sum(axis=0)
    assert_close(total, np.array([296.8, 138.5, 213.0, 66.3]), what="the sum of each measurement of species 1")


def test_rows_come_in_random_order(student):
    """Rows come in random order, in both parts, not one species after the other.

    两部分的行都是随机顺序，而不是一个品种接一个品种。
    """
    _, t_train, _, t_test = split(student, 7)
    # in random order, 80 of 119 neighbours and 20 of 29 are of different species, give or take 5 and 3
    for labels, least, name in ((t_train, 40, "t_train"), (t_test, 6, "t_test")):
        changes = int(np.sum(labels[1:] != labels[:-1]))
        expect(changes >= least, f"{name} comes in blocks of one species", expected=f"{least} or more", got=changes)


def test_same_seed_gives_the_same_split(student):
    """The same seed gives the same four arrays again, and 0 is a seed like any other.

    种子相同，四个数组就相同；0 和其他种子一样。
    """
    for seed in (7, 0):
        for again, first in zip(split(student, seed), split(student, seed), strict=True):
            assert_close(again, first, rtol=0, atol=0, what=f"an array of seed {seed}")


def test_another_seed_tests_other_flowers(student):
    """Another seed chooses other flowers for the test.

    种子不同，测试集的花也不同。
    """
    _, _, one, _ = split(student, 7)
    _, _, other, _ = split(student, 8)
    same = np.array_equal(np.sort(one, axis=0), np.sort(other, axis=0))
    expect(not same, "two seeds choose the same flowers for the test", expected="other flowers", got=other)


# --- forward and mse_loss ---------------------------------------------------------------------------------------------


def test_forward_of_the_worked_flower(student):
    """The probabilities of the worked flower.

    题目中那朵花的概率。
    """
    w1, b1 = variables(student)
    assert_close(student.forward(X, w1, b1), np.array([[0.426013, 0.315598, 0.258390]]), **SIX_DIGITS)


def test_forward_goes_row_by_row(student):
    """In a batch each row of probabilities adds up to 1, and the worked flower has those that it has alone.

    在批次里，每行概率之和为 1，题目中那朵花的概率与单独计算时相同。
    """
    w1, b1 = variables(student)
    x = np.array([[4, 2, 5, 2], [5, 3, 2, 1]], np.float32)
    y = as_array(student.forward(x, w1, b1), (2, 3), "the probabilities")
    assert_close(y.sum(axis=1), np.ones(2), what="the sum of each row", **SIX_DIGITS)
    assert_close(y[1], np.array([0.426013, 0.315598, 0.258390]), what="the second row", **SIX_DIGITS)


def test_forward_of_large_logits(student):
    """Logits of 0, -1000 and 1000 have the probabilities 0, 0 and 1, and no nan.

    logit 为 0、-1000 和 1000 时概率是 0、0 和 1，没有 nan。
    """
    w1, b1 = variables(student, np.outer([1, 0, 0, 0], [0, -1000, 1000]).astype(np.float32))
    x = np.array([[1, 0, 0, 0]], np.float32)
    assert_close(student.forward(x, w1, b1), np.array([[0.0, 0.0, 1.0]]), **SIX_DIGITS)


def test_mse_loss_of_the_worked_example(student):
    """Six squares that add up to 1 have a mean of 1/6.

    六个平方之和为 1，平均为 1/6。
    """
    y = np.array([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6]], np.float32)
    t = np.array([[1, 0, 0], [0, 1, 0]], np.float32)
    assert_close(student.mse_loss(y, t), 0.166667, **SIX_DIGITS)


def test_mse_loss_of_any_numbers(student):
    """y may hold any numbers: three squares of 4, 1 and 1 have a mean of 2.

    y 可以是任意数：三个平方 4、1、1 的平均是 2。
    """
    y, t = np.array([[3, -1, 1]], np.float32), np.array([[1, 0, 0]], np.float32)
    assert_close(student.mse_loss(y, t), 2.0, **SIX_DIGITS)


# --- train_step -------------------------------------------------------------------------------------------------------


def test_train_step_of_the_worked_flower(student):
    """One step with lr = 1: the loss before it, and both variables after it.

    lr = 1 时的一步：更新之前的损失，以及更新之后的两个变量。
    """
    w1, b1 = variables(student)
    assert_close(student.train_step(X, T, w1, b1, 1.0), 0.165276, what="the loss", **SIX_DIGITS)
    after = as_array(w1.method("numpy")(), (4, 3), "w1")
    assert_close(after[0], np.array([0.804098, -0.414229, -0.289869]), what="the first row of w1", **SIX_DIGITS)
    assert_close(b1.method("numpy")(), np.array([0.440820, 0.017154, -0.257974]), what="b1", **SIX_DIGITS)


def test_train_step_of_a_batch(student):
    """The mean over a batch is taken once: the worked flower three times moves both variables as far as it does alone.

    对批次只平均一次：题目中那朵花重复三遍，两个变量移动的距离与只有一朵时相同。
    """
    w1, b1 = variables(student)
    student.train_step(np.repeat(X, 3, axis=0), np.repeat(T, 3, axis=0), w1, b1, 0.1)
    weights, biases = values(w1, b1)
    assert_close(weights[0], np.array([0.170410, -0.041423, -0.028987]), what="the first row of w1", **SIX_DIGITS)
    assert_close(biases, np.array([0.314082, 0.091715, -0.205797]), what="b1", **SIX_DIGITS)


def test_train_step_remembers_nothing(student):
    """A second step is a step like any other from where the first one ended.

    第二步与从第一步终点出发的任何一步相同。
    """
    w1, b1 = variables(student)
    student.train_step(X, T, w1, b1, 0.1)
    alone = variables(student, *values(w1, b1))
    student.train_step(X, T, w1, b1, 0.1)
    student.train_step(X, T, *alone, 0.1)
    for now, expected, name in zip(values(w1, b1), values(*alone), ("w1", "b1"), strict=True):
        assert_close(now, expected, what=f"{name} after two steps", **SIX_DIGITS)


def test_arguments_are_left_alone(student):
    """forward, mse_loss and train_step do not change x, y and t, and forward does not change w1 and b1.

    forward、mse_loss、train_step 不改变 x、y、t，forward 也不改变 w1 和 b1。
    """
    (w1, b1), x, y, t = variables(student), X.copy(), X[:, :3].copy(), T.copy()
    student.forward(x, w1, b1)
    assert_close(values(w1, b1)[0], W1, what="w1 after forward")
    student.mse_loss(y, t)
    student.train_step(x, t, w1, b1, 0.1)
    for now, before in ((x, X), (y, X[:, :3]), (t, T)):
        assert_unchanged(now, before)


# --- train ------------------------------------------------------------------------------------------------------------


def trained(student, seed, **arguments):
    """Return the dict that train gives."""
    result = student.train(seed, **arguments)
    expect(type(result) is dict, "a dict should come back", expected="a dict", got=result)
    as_array(result.get("w1"), (4, 3), "w1")
    as_array(result.get("b1"), (3,), "b1")
    return result


def start_and_rows(student, seed):
    """Return where a training starts, as variables, and its training rows with one-hot labels."""
    start = trained(student, seed, lr=0.0, epochs=1)  # with a rate of 0 it ends there too
    x_train, t_train, _, _ = split(student, seed)
    w1, b1 = (np.asarray(start[name], np.float32) for name in ("w1", "b1"))
    return variables(student, w1, b1), x_train.astype(np.float32), np.eye(3, dtype=np.float32)[t_train.astype(int)]


def test_train_for_three_epochs(student):
    """Three epochs: a dict with w1, b1 and two lists of three numbers; the loss falls.

    训练三轮：字典里有 w1、b1 和两个各三个数的列表；损失在下降。
    """
    result = trained(student, 0, epochs=3)
    as_list(result.get("test_acc"), 3, "test_acc")
    losses = as_list(result.get("train_loss"), 3, "train_loss")
    expect(losses[2] < losses[0], "the loss should fall", got=losses)


def test_train_starts_small(student):
    """The start is small: zeros, or random numbers with a standard deviation of 0.1 at most.

    从小的数开始：全 0，或标准差不超过 0.1 的随机数。
    """
    start = trained(student, 7, lr=0.0, epochs=1)  # with a rate of 0 it ends where it starts
    largest = max(float(np.max(np.abs(as_array(start[name])))) for name in ("w1", "b1"))
    expect(largest < 0.6, "the start is too far from 0", expected="below 0.6, six standard deviations", got=largest)


def test_same_seed_gives_the_same_training(student):
    """The seed decides the start as well: two trainings with the same seed end at the same weights, with seed 0 too.

    种子也决定起点：种子相同的两次训练得到同样的权重，种子为 0 时也一样。
    """
    for seed in (7, 0):
        first, again = (trained(student, seed, epochs=2) for _ in range(2))
        assert_close(again["w1"], as_array(first["w1"]), what=f"w1 of seed {seed}", **SIX_DIGITS)


def test_epoch_is_one_step_with_all_training_rows(student):
    """Two epochs are two calls of train_step with all 120 training rows, at the rate that train is given.

    两轮就是用全部 120 行训练数据调用两次 train_step，学习率是传给 train 的那个。
    """
    (w1, b1), x, t = start_and_rows(student, 7)
    for _ in range(2):
        student.train_step(x, t, w1, b1, 0.25)
    result = trained(student, 7, lr=0.25, epochs=2)
    for name, expected in zip(("w1", "b1"), values(w1, b1), strict=True):
        assert_close(result[name], expected, what=f"{name} after two epochs", **SIX_DIGITS)


def test_train_loss_holds_what_train_step_returned(student):
    """train_loss holds what train_step returned: the loss on the 120 training rows, before the step.

    train_loss 记录 train_step 的返回值：更新之前在 120 行训练数据上的损失。
    """
    (w1, b1), x, t = start_and_rows(student, 7)
    expected = as_scalar(student.train_step(x, t, w1, b1, 0.25), "what train_step returned")
    losses = as_list(trained(student, 7, lr=0.25, epochs=1).get("train_loss"), 1, "train_loss")
    assert_close(losses[0], expected, what="the first of train_loss", **SIX_DIGITS)


def test_test_acc_holds_shares_of_the_30_test_flowers(student):
    """test_acc holds the shares of the 30 test flowers that are named rightly: 27 of 30 is 0.9.

    test_acc 记录 30 朵测试花中认对的比例：30 朵中认对 27 朵就是 0.9。
    """
    accuracies = as_list(trained(student, 7, lr=0.2, epochs=60).get("test_acc"), 60, "test_acc")
    flowers = 30 * np.array(accuracies)
    whole = bool(np.all(np.abs(flowers - np.round(flowers)) < 1e-4) and np.all((flowers > -0.1) & (flowers < 30.1)))
    expect(whole, "an accuracy is no share of 30 flowers", expected="thirtieths, from 0 to 1", got=accuracies)


def test_test_acc_is_measured_after_the_step(student):
    """Each accuracy belongs to the parameters after that epoch's step.

    每个准确率都属于该轮更新之后的参数。
    """
    _, _, x_test, t_test = split(student, 7)
    for epochs in (1, 3, 5):
        result = trained(student, 7, lr=0.35, epochs=epochs)
        accuracies = as_list(result.get("test_acc"), epochs, "test_acc")
        w1, b1 = variables(student, *(np.asarray(result[name], np.float32) for name in ("w1", "b1")))
        y = as_array(student.forward(x_test.astype(np.float32), w1, b1), (30, 3), "the probabilities")
        share = np.mean(np.argmax(y, axis=1) == t_test)
        assert_close(accuracies[-1], share, what=f"the last accuracy of {epochs} epochs", **SIX_DIGITS)


def test_train_learns(student):
    """Without other arguments there are 500 epochs, and then nearly all test flowers are named rightly.

    不给其他参数时训练 500 轮，之后几乎所有测试花都能认对。
    """
    accuracies = as_list(trained(student, 7).get("test_acc"), 500, "test_acc")
    # right code names 95 % to 98 % of all flowers, and 24 of these 30 or more
    expect(accuracies[-1] >= 0.8, "too few test flowers are named rightly", expected=">= 0.8", got=accuracies[-1])
