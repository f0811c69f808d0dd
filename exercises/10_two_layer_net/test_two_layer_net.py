"""Public tests: the worked numbers of the statement, and a small example of each of its conventions.

The hidden suite asks for more than these. What is compared with the net's own loss, accuracy or gradient does not fail
once more where those are wrong.
"""

import numpy as np

from grader.errors import Mismatch
from grader.suite import as_array, as_list, as_scalar, assert_close, assert_shape, assert_unchanged, by_columns, expect

PARAMS = {
    "W1": np.array([[1.0, -1.0], [0.5, 2.0]]),
    "b1": np.array([0.0, 0.5]),
    "W2": np.array([[1.0, 0.0, -1.0], [0.5, 1.0, 0.0]]),
    "b2": np.array([0.0, 0.1, -0.1]),
}
X, T = np.array([[1.0, 2.0], [2.0, -1.0]]), np.array([1, 0])

# five samples; with a sigmoid and with relu, the worked net takes them for the classes 0, 0, 1, 0 and 1
X5, T5 = np.array([[1.0, 2.0], [2.0, -1.0], [-3.0, 2.0], [3.0, 1.0], [-1.0, 1.0]]), np.array([0, 2, 1, 0, 0])

CLOSE = {"rtol": 1e-4, "atol": 1e-6}
"""How close two answers of one net should be. float32 agrees better, and wrong answers differ by far more."""


def worked_net(student):
    """Make a net and write the worked parameters into it."""
    net = student.new("TwoLayerNet", 2, 2, 3)
    for key, value in PARAMS.items():
        net.write("params", [key], to=value)
    return net


def assert_either(got, sigmoid, relu, rtol, what):
    """Require the worked number of a sigmoid or of a relu hidden layer."""
    try:
        assert_close(got, relu, rtol=rtol, what=what)
    except Mismatch:
        assert_close(got, sigmoid, rtol=rtol, what=what)


def parts(grads):
    """Return the four arrays of a gradient."""
    expect(isinstance(grads, dict) and set(grads) >= set(PARAMS), "a gradient is a dict with the keys of params")
    return {key: as_array(grads[key], value.shape, f"the gradient of {key}") for key, value in PARAMS.items()}


# --- initial parameters -----------------------------------------------------------------------------------------------


def test_initial_parameters(student):
    """params has the right keys and shapes; the weights are small and random, the biases 0.

    params 的键和形状正确；权重小而随机，偏置为 0。
    """
    net = student.new("TwoLayerNet", 784, 50, 10)
    for key, shape in (("W1", (784, 50)), ("b1", (50,)), ("W2", (50, 10)), ("b2", (10,))):
        assert_shape(net.read("params", [key]), shape, what=key)
    # 39200 draws: the deviation of a sample is within 3 % of the true one, many times over
    assert_close(np.std(as_array(net.read("params", ["W1"]))), 0.01, rtol=0.03, what="the deviation of W1")
    assert_close(net.read("params", ["b1"]), np.zeros(50), what="b1")
    assert_close(net.read("params", ["b2"]), np.zeros(10), what="b2")


def test_weight_init_std_is_the_standard_deviation(student):
    """weight_init_std=0.2: the weights have a standard deviation of 0.2.

    weight_init_std=0.2：权重的标准差为 0.2。
    """
    net = student.new("TwoLayerNet", 300, 100, 40, weight_init_std=0.2)
    for key in ("W1", "W2"):
        # the smaller one has 4000 draws: a sample's deviation is off by 1.1 %
        assert_close(np.std(as_array(net.read("params", [key]))), 0.2, rtol=0.07, what=f"the deviation of {key}")


def test_initial_weights_are_normally_distributed(student):
    """The weights are normal: about one in 22 is further from 0 than two standard deviations.

    权重服从正态分布：大约每 22 个中有一个离 0 超过两个标准差。
    """
    w = as_array(student.new("TwoLayerNet", 300, 100, 3).read("params", ["W1"]), (300, 100), "W1")
    far = np.mean(np.abs(w) > 0.02)
    # due are 4.55 %, and a sample of 30000 is off by 0.12 %
    expect(0.035 < far < 0.056, "the weights are not normally distributed", expected="4.55 % beyond 0.02", got=far)


def test_each_net_has_its_own_params(student):
    """A second net leaves the params of the first alone.

    新建第二个网络，不影响第一个网络的 params。
    """
    first = worked_net(student)
    student.new("TwoLayerNet", 2, 2, 3)
    assert_close(first.read("params", ["W1"]), PARAMS["W1"], what="W1 of the first net")


# --- predictions, loss and accuracy -----------------------------------------------------------------------------------


def test_predictions_of_the_worked_example(student):
    """The worked probabilities, with a sigmoid or with relu.

    题目中的概率，用 sigmoid 或 relu 均可。
    """
    sigmoid = np.array([[0.543520835, 0.404485078, 0.051994087], [0.599180553, 0.296677181, 0.104142266]])
    relu = np.array([[0.536599327, 0.461855321, 0.001545352], [0.774205836, 0.190916809, 0.034877355]])
    assert_either(worked_net(student).method("predict")(X), sigmoid, relu, 1e-5, "the prediction")


def test_predictions_are_probabilities(student):
    """predict returns probabilities: in each row they are positive and add up to 1.

    predict 返回概率：每一行都为正，且和为 1。
    """
    y = as_array(worked_net(student).method("predict")(X5), (5, 3), "the prediction")
    expect(bool(np.all(y > 0)), "a probability is not positive", expected="all positive", got=y)
    assert_close(y.sum(axis=1), np.ones(5), **CLOSE, what="the sum of each row")


def test_predictions_go_row_by_row(student):
    """Each row is predicted by itself: a sample alone has the probabilities that it has in a batch.

    每一行单独预测：一个样本单独预测与放在批次里预测，概率相同。
    """
    predict = worked_net(student).method("predict")
    batch = as_array(predict(X5), (5, 3), "the prediction")
    assert_close(predict(X5[2:3]), batch[2:3], **CLOSE, what="the prediction for one sample")


def test_predictions_at_scores_of_1000(student):
    """Scores of 1000 give a probability of 1, and no nan.

    得分为 1000 时概率是 1，没有 nan。
    """
    net = worked_net(student)
    net.write("params", ["b2"], to=np.array([-500.0, 1000.0, 0.0]))
    assert_close(net.method("predict")(X), np.array([[0.0, 1.0, 0.0], [0.0, 1.0, 0.0]]), **CLOSE, what="the prediction")


def test_whole_numbers_and_transposed_arrays(student):
    """x may hold whole numbers, and may be a transposed array.

    x 可以是整数数组，也可以是转置得到的数组。
    """
    predict = worked_net(student).method("predict")
    plain = as_array(predict(X5), (5, 3), "the prediction")
    assert_close(predict(X5.astype(int)), plain, **CLOSE, what="the prediction for whole numbers")
    assert_close(predict(by_columns(student, X5)), plain, **CLOSE, what="the prediction for a transposed array")


def test_loss_of_the_worked_example(student):
    """The worked loss, with integer and with one-hot labels.

    题目中的损失，整数标签和 one-hot 标签结果相同。
    """
    net = worked_net(student)
    for t in (T, np.eye(3)[T]):
        # 1e-4: a small number within the logarithm, up to 1e-5, moves these losses by less
        assert_either(net.method("loss")(X, t), 0.708666367, 0.514210549, 1e-4, "the loss")


def test_loss_is_averaged_over_the_batch(student):
    """The loss is averaged over the batch: the same two samples three times have the same loss.

    损失对批次取平均：同样的两个样本重复三遍，损失不变。
    """
    loss = worked_net(student).method("loss")
    once = as_scalar(loss(X, T), "the loss")
    assert_close(loss(np.repeat(X, 3, axis=0), np.repeat(T, 3)), once, **CLOSE, what="the loss of six rows")


def test_loss_at_a_probability_of_zero(student):
    """Where the true class has a probability of 0, the loss is large but finite.

    正确类别的概率为 0 时，损失很大，但有限。
    """
    net = worked_net(student)
    net.write("params", ["b2"], to=np.array([0.0, 0.0, 900.0]))
    loss = as_scalar(net.method("loss")(X, T), "the loss")
    # 11.5 for 1e-5 within the logarithm, 16.1 for 1e-7; straight from the scores it is about 900
    expect(11 < loss < 910, "the loss should be large and finite", expected="16.1 with 1e-7", got=loss)


def test_accuracy_of_the_worked_example(student):
    """The worked accuracy is 0.5, with integer and with one-hot labels.

    题目中的准确率是 0.5，整数标签和 one-hot 标签结果相同。
    """
    net = worked_net(student)
    for t in (T, np.eye(3)[T]):
        assert_close(net.method("accuracy")(X, t), 0.5, what="the accuracy")


def test_accuracy_is_a_share(student):
    """The accuracy is a share, from 0 to 1: three of five are right, which is 0.6.

    准确率是比例，在 0 到 1 之间：五个中对了三个，就是 0.6。
    """
    assert_close(worked_net(student).method("accuracy")(X5, T5), 0.6, what="the accuracy")


# --- gradients --------------------------------------------------------------------------------------------------------


def test_gradients_of_the_worked_example(student):
    """Both gradients of b2, and that the two agree on all four parameters.

    两种方法求得的 b2 梯度，并且两者在四个参数上一致。
    """
    net = worked_net(student)
    fast, slow = parts(net.method("gradient")(X, T)), parts(net.method("numerical_gradient")(X, T))
    sigmoid, relu = [0.071350694, -0.149418870, 0.078068177], [0.155402582, -0.173613935, 0.018211354]
    assert_either(fast["b2"], np.array(sigmoid), np.array(relu), 1e-4, "the gradient of b2")
    for key in PARAMS:
        assert_close(slow[key], fast[key], rtol=1e-3, atol=1e-5, what=f"numerical_gradient's {key}")


def test_numerical_gradient_restores_the_parameters(student):
    """After numerical_gradient, params is as before.

    numerical_gradient 之后，params 与原来一样。
    """
    net = worked_net(student)
    before = {key: as_array(net.read("params", [key])) for key in PARAMS}
    parts(net.method("numerical_gradient")(X, T))
    for key in PARAMS:
        # what + h, - 2h and + h leave in the last bits
        assert_close(net.read("params", [key]), before[key], rtol=1e-9, atol=1e-9, what=key)


def test_gradient_is_averaged_over_the_batch(student):
    """The gradient is averaged over the batch: the same two samples three times have the same gradient.

    梯度对批次取平均：同样的两个样本重复三遍，梯度不变。
    """
    gradient = worked_net(student).method("gradient")
    once, three_times = parts(gradient(X, T)), parts(gradient(np.repeat(X, 3, axis=0), np.repeat(T, 3)))
    for key in PARAMS:
        assert_close(three_times[key], once[key], **CLOSE, what=f"the gradient of {key} for six rows")


def test_gradient_with_as_many_rows_as_classes(student):
    """Integer and one-hot labels have the same gradient, also where a batch has as many rows as classes.

    整数标签和 one-hot 标签的梯度相同，批次的行数等于类别数时也一样。
    """
    gradient, x, t = worked_net(student).method("gradient"), X5[:3], np.array([1, 0, 1])
    integers, one_hot = parts(gradient(x, t)), parts(gradient(x, np.eye(3)[t]))
    for key in PARAMS:
        assert_close(integers[key], one_hot[key], **CLOSE, what=f"the gradient of {key} for integer labels")


def test_gradient_needs_no_other_call(student):
    """gradient belongs to the x that it is given, whatever was predicted before.

    gradient 针对的是传给它的 x，与之前预测过什么无关。
    """
    net = worked_net(student)
    net.method("predict")(X)
    expected = parts(net.method("gradient")(X, T))
    net.method("predict")(X5[3:])
    got = parts(net.method("gradient")(X, T))
    for key in PARAMS:
        assert_close(got[key], expected[key], **CLOSE, what=f"the gradient of {key}")


def test_only_train_changes_anything(student):
    """predict, loss, accuracy and gradient change neither the parameters nor x and t.

    predict、loss、accuracy、gradient 既不改变参数，也不改变 x 和 t。
    """
    net, x, t = worked_net(student), X5.copy(), np.eye(3)[T5]
    net.method("predict")(x)
    for name in ("loss", "accuracy", "gradient"):
        net.method(name)(x, t)
    assert_unchanged(x, X5)
    assert_unchanged(t, np.eye(3)[T5])
    for key, value in PARAMS.items():
        assert_close(net.read("params", [key]), value, what=key)


# --- training ---------------------------------------------------------------------------------------------------------


def trained(student, net, x, t, iters_num, batch_size, learning_rate, seed=0):
    """Train `net` with a generator of this seed, X and T being the test set; return the three lists."""
    rng = student.new("numpy.random.default_rng", seed)
    history = student.train(net, x, t, X, T, iters_num, batch_size, learning_rate, rng)
    expect(isinstance(history, dict), "train returns a dict", got=history)
    return [as_list(history.get(key), what=key) for key in ("train_loss_list", "train_acc_list", "test_acc_list")]


def assert_among(losses, known, summary):
    """Require each loss to be one of those that are known."""
    off = np.min(np.abs(np.subtract.outer(losses, known)), axis=1)
    expect(bool(np.all(off < 1e-4)), summary, expected=f"only {known}", got=losses)


def test_training_for_a_few_iterations(student):
    """8 rows, batch_size 2, 11 iterations: lists of 11, 3 and 3 entries, and a loss that has fallen.

    8 行、batch_size 为 2、迭代 11 次：列表长度为 11、3、3，而且损失下降了。
    """
    net = worked_net(student)
    before = as_scalar(net.method("loss")(X, T), "the loss")
    lists = trained(student, net, np.repeat(X, 4, axis=0), np.repeat(T, 4), 11, 2, 0.1)
    lengths = [len(numbers) for numbers in lists]
    expect(lengths == [11, 3, 3], "the lists have wrong lengths", expected=[11, 3, 3], got=lengths)
    after = as_scalar(net.method("loss")(X, T), "the loss")
    expect(after < before, "the loss has not fallen", expected=f"less than {before}", got=after)


def test_one_step_of_training(student):
    """One iteration moves each of the four parameters of the given net by learning_rate times its gradient.

    一次迭代把所给网络的四个参数各移动 learning_rate 乘以它的梯度。
    """
    net = worked_net(student)
    grads = parts(net.method("gradient")(X5[4:], T5[4:]))
    # six times the same sample: whichever rows a batch has, its gradient is the same
    trained(student, net, np.repeat(X5[4:], 6, axis=0), np.repeat(T5[4:], 6), 1, 4, 0.5)
    for key, value in PARAMS.items():
        assert_close(net.read("params", [key]), value - 0.5 * grads[key], **CLOSE, what=key)


def test_rows_keep_their_labels(student):
    """Each row of a batch comes with its own label.

    批次中的每一行都配着自己的标签。
    """
    net = worked_net(student)
    known = [as_scalar(net.method("loss")(X5[i : i + 1], T5[i : i + 1]), "the loss") for i in range(5)]
    # a learning rate of 0 leaves the net as it is, so that each loss of a batch of one is that of one of the five rows
    losses, _, _ = trained(student, net, X5, T5, 40, 1, 0.0)
    assert_among(losses, known, "a loss is not that of a row with its own label")


def test_no_row_is_preferred(student):
    """Each of five rows is in about a fifth of the batches of one.

    每批一行时，五行中的每一行大约占五分之一的批次。
    """
    net = worked_net(student)
    known = [as_scalar(net.method("loss")(X5[i : i + 1], T5[i : i + 1]), "the loss") for i in range(5)]
    losses, _, _ = trained(student, net, X5, T5, 300, 1, 0.0)
    rows = np.argmin(np.abs(np.subtract.outer(losses, known)), axis=1)
    met = np.bincount(rows, minlength=5)
    # due are 60 each, with a deviation of 7
    expect(bool(np.all((met > 20) & (met < 100))), "some rows are drawn more often", expected="some 60 each", got=met)


def test_batches_have_batch_size_rows(student):
    """Every batch has batch_size rows, drawn afresh: there is no short last batch where 5 rows are taken by 3.

    每批都有 batch_size 行，而且每次重新抽取：5 行、每批 3 行时，没有较短的最后一批。
    """
    net = worked_net(student)
    x, t = X5[[0, 0, 0, 1, 1]], T5[[0, 0, 0, 1, 1]]
    # three rows of two kinds: 3, 2, 1 or 0 of the first
    batches = ([0, 1, 2], [0, 1, 3], [0, 3, 4], [3, 3, 4])
    known = [as_scalar(net.method("loss")(x[rows], t[rows]), "the loss") for rows in batches]
    losses, _, _ = trained(student, net, x, t, 60, 3, 0.0)
    assert_among(losses, known, "a loss is not that of three rows")
    kinds = set(np.argmin(np.abs(np.subtract.outer(losses, known)), axis=1).tolist())
    expect(bool(kinds & {1, 2}), "no batch has rows of both kinds", expected="batches of three rows", got=losses)
    expect(len(kinds) > 1, "all batches are alike", expected="a new batch in each iteration", got=losses)


def test_batches_come_from_the_generator(student):
    """All chance comes from rng: the same seed gives the same training, another seed another one.

    随机性全部来自 rng：种子相同，训练就相同；种子不同，训练就不同。
    """
    net = worked_net(student)
    first, again, other = (trained(student, net, X5, T5, 20, 2, 0.0, seed)[0] for seed in (3, 3, 4))
    expect(first == again, "the same seed gives other batches", expected=first, got=again)
    expect(first != other, "another seed gives the same batches", expected="other losses", got=other)


def test_accuracies_where_the_batch_size_does_not_divide(student):
    """iter_per_epoch is whole: 5 rows by 2 are 2 iterations an epoch, so that 7 iterations have 4 accuracies.

    iter_per_epoch 是整数：5 行、每批 2 行时每个 epoch 有 2 次迭代，所以 7 次迭代有 4 个准确率。
    """
    lengths = [len(numbers) for numbers in trained(student, worked_net(student), X5, T5, 7, 2, 0.0)]
    expect(lengths == [7, 4, 4], "the lists have wrong lengths", expected=[7, 4, 4], got=lengths)


def test_accuracies_of_the_whole_sets(student):
    """train_acc_list has the accuracy on the whole training set, test_acc_list that on the whole test set.

    train_acc_list 是整个训练集上的准确率，test_acc_list 是整个测试集上的准确率。
    """
    net = worked_net(student)
    of_train, of_test = (as_scalar(net.method("accuracy")(*data), "the accuracy") for data in ((X5, T5), (X, T)))
    _, train_acc, test_acc = trained(student, net, X5, T5, 10, 1, 0.0)
    assert_close(np.array(train_acc), np.array([of_train, of_train]), what="train_acc_list")
    assert_close(np.array(test_acc), np.array([of_test, of_test]), what="test_acc_list")
