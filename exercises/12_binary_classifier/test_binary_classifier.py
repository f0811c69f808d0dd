"""Public tests: the worked numbers of the statement, and a small example of each of its conventions.

The hidden suite asks for more than these. Models get weights from here, so that their answers are known.
"""

import numpy as np

from grader.suite import (
    as_array,
    as_handle,
    as_list,
    as_scalar,
    assert_close,
    assert_shape,
    assert_unchanged,
    by_columns,
    expect,
)
from grader.suite.keras import loss_function, outputs, set_weights, weights_of

X = np.array([[1.0, 2.0], [3.0, -1.0], [0.5, 0.5]])
Y = np.array([1, 0, 1])
W = np.array([0.5, -1.0])

LAYER, BIASES = np.array([[0.5, -1.0], [0.25, 1.0]]), np.array([0.0, -1.0])


# --- by hand ----------------------------------------------------------------------------------------------------------


def test_logistic_regression_of_the_worked_samples(student):
    """The three worked samples have probabilities 0.222700, 0.939913 and 0.5.

    题目中三个样本的概率是 0.222700、0.939913 和 0.5。
    """
    assert_close(student.logistic_regression(X, W, 0.25), np.array([0.22270014, 0.93991335, 0.5]))
    assert_close(student.logistic_regression(X[0], W, 0.25), 0.22270014)


def test_logistic_regression_of_large_numbers(student):
    """Where x @ w + b is 1000 or -1000 the probability is 1 or 0, and NumPy does not warn of an overflow on the way.

    x @ w + b 为 1000 或 -1000 时概率为 1 或 0，而且 NumPy 途中没有溢出警告。
    """
    x = np.array([[0.0, 10.0], [5.0, -10.0]])
    assert_close(student.logistic_regression(x, np.array([0.0, 100.0]), 0.0), np.array([1.0, 0.0]))
    expect("RuntimeWarning" not in student.printed, "the values are right, but NumPy warned on the way")


def test_logistic_cost_of_the_worked_samples(student):
    """Their labels 1, 0, 1 cost 1.669015.

    标签为 1、0、1 时代价是 1.669015。
    """
    assert_close(student.logistic_cost(X, Y, W, 0.25), 1.66901462)


def test_logistic_cost_is_a_mean(student):
    """The cost is averaged over the samples: the worked samples twice cost as much as once.

    代价对样本取平均：题目中的样本重复两遍，代价与一遍时相同。
    """
    assert_close(student.logistic_cost(np.vstack([X, X]), np.append(Y, Y), W, 0.25), 1.66901462)


def test_logistic_cost_of_a_certain_sample(student):
    """At x @ w + b = 1000 the label 1 costs nothing, and the label 0 a large but finite amount.

    x @ w + b 为 1000 时，标签 1 几乎没有代价，标签 0 的代价很大但有限。
    """
    x, w = np.array([[0.0, 10.0]]), np.array([0.0, 100.0])
    right = as_scalar(student.logistic_cost(x, np.array([1]), w, 0.0))
    expect(abs(right) < 5e-5, "certain and right should cost next to nothing", expected="about 0", got=right)
    wrong = as_scalar(student.logistic_cost(x, np.array([0]), w, 0.0))
    # 11.5 where probabilities are clipped at 1e-5, 16 at 1e-7; straight from the logit it is 1000
    expect(
        11 < wrong < 1000.5, "certain and wrong should cost a large, finite amount", expected="16 to 1000", got=wrong
    )


def test_dense_of_the_worked_sample(student):
    """One sample of two inputs through two units gives 0.731059 and 0.5.

    两个输入的一个样本通过两个单元，得到 0.731059 和 0.5。
    """
    assert_close(student.dense(np.array([1.0, 2.0]), LAYER, BIASES), np.array([0.73105858, 0.5]))


def test_dense_of_a_batch(student):
    """A batch of shape (3, 2) through four units gives shape (3, 4): a row for each sample, a column for each unit.

    形状 (3, 2) 的批次通过四个单元得到形状 (3, 4)：每个样本一行，每个单元一列。
    """
    weights, b = np.array([[0.5, -1.0, 0.0, 1.0], [0.25, 1.0, 0.5, 0.0]]), np.array([0.0, -1.0, 0.0, -1.0])
    a_in = np.array([[1.0, 2.0], [-2.0, 0.0], [2.0, 4.0]])
    # the sigmoid of 1, 0, 1, 0, of -1, 1, 0, -3 and of 2, 1, 2, 1
    expected = [
        [0.73105858, 0.5, 0.73105858, 0.5],
        [0.26894142, 0.73105858, 0.5, 0.04742587],
        [0.88079708, 0.73105858, 0.88079708, 0.73105858],
    ]
    assert_close(student.dense(a_in, weights, b), np.array(expected))


def test_dense_of_whole_numbers(student):
    """Arrays of integers are welcome: [1, 2] gives 0.731059 and 0.5, too.

    可以传入整数数组：整数 [1, 2] 同样得到 0.731059 和 0.5。
    """
    assert_close(student.dense(np.array([1, 2]), LAYER, BIASES), np.array([0.73105858, 0.5]))


def test_transposed_arrays(student):
    """Transposed arrays are welcome, and give the same.

    可以传入转置过的数组，结果相同。
    """
    x = by_columns(student, X)
    assert_close(student.logistic_regression(x, W, 0.25), np.array([0.22270014, 0.93991335, 0.5]))
    assert_close(student.logistic_cost(x, Y, W, 0.25), 1.66901462)


def test_arguments_are_left_alone(student):
    """logistic_regression, logistic_cost and dense do not change the arrays that they are given.

    logistic_regression、logistic_cost、dense 不修改传入的数组。
    """
    x, y, w, a_in = X.copy(), Y.astype(float), W.copy(), X[0].copy()
    student.logistic_regression(x, w, 0.25)
    student.logistic_cost(x, y, w, 0.25)
    student.dense(a_in, LAYER, BIASES)
    for now, before in ((x, X), (y, Y.astype(float)), (w, W), (a_in, X[0])):
        assert_unchanged(now, before)


# --- build_model and compile_model ------------------------------------------------------------------------------------


def with_weights(model, n, *arrays):
    """Give the model of n inputs these six arrays as weights, each in place of the weight of its shape.

    From then on Keras runs its training uncompiled: the same numbers, sooner where steps are few.
    """
    model.write("run_eagerly", to=True)
    outputs(model, np.zeros((1, n)), 1)  # a subclassed model makes its weights when it is first called
    shapes = [w.shape for w in weights_of(model)]
    due = [(n, 25), (25,), (25, 15), (15,), (15, 1), (1,)]
    expect(sorted(shapes) == sorted(due), "the weights have other shapes than asked for", expected=due, got=shapes)
    by_shape = {shape: np.broadcast_to(array, shape) for shape, array in zip(due, arrays, strict=True)}
    set_weights(model, [by_shape[shape] for shape in shapes])
    return model


def test_build_model_has_481_parameters(student):
    """A model of two inputs has 481 parameters and answers with shape (N, 1).

    两个输入的模型有 481 个参数，输出形状为 (N, 1)。
    """
    model = as_handle(student.build_model(2), "the model")
    assert_shape(model(X.astype(np.float32)), (3, 1), what="the model's output")
    assert_close(model.method("count_params")(), 481, what="the number of parameters")


def test_build_model_takes_input_dim_inputs(student):
    """A model of five inputs takes shape (N, 5), and has layers of 25, 15 and 1 units.

    五个输入的模型接受形状 (N, 5)，各层有 25、15、1 个单元。
    """
    with_weights(as_handle(student.build_model(5), "the model"), 5, 0, 0, 0, 0, 0, 0)


def test_build_model_has_a_sigmoid_in_each_layer(student):
    """Each of the three layers has a sigmoid, the last one too: the model answers with probabilities.

    三层各有一个 sigmoid，最后一层也有：模型的输出是概率。
    """
    # units of the first layer get -1 and answer 0.268941; the second gets 25 * 0.08 of that, which is 0.537883, and
    # answers 0.631322; the last one gets 15 * 0.2 of that, 1.893966
    model = with_weights(as_handle(student.build_model(2), "the model"), 2, 0, -1, 0.08, 0, 0.2, 0)
    assert_close(outputs(model, X, 1)[:, 0], np.full(3, 0.869217), rtol=1e-4, what="the probabilities")


def test_build_model_starts_at_random(student):
    """The weights start at random: the units of a layer have different ones.

    权重从随机数开始：同一层的各个单元权重不同。
    """
    model = as_handle(student.build_model(2), "the model")
    model(X.astype(np.float32))
    first = next((w for w in weights_of(model) if w.shape == (2, 25)), np.zeros((2, 25)))
    expect(len(set(first[0])) > 20, "units have the same weights", expected="25 different ones", got=first[0])


def test_build_model_makes_a_new_model(student):
    """Each call makes a new model: what happens to the second does not change the first.

    每次调用都得到新模型：第二个模型的变化不影响第一个。
    """
    first, second = (as_handle(student.build_model(2), "the model") for _ in range(2))
    with_weights(first, 2, 0, 0, 0, 0, 0, 1)
    with_weights(second, 2, 0, 0, 0, 0, 0, -1)
    assert_close(outputs(first, X, 1)[0, 0], 0.731059, rtol=1e-4, what="the answer of the first model")


def test_compile_model_takes_the_binary_cross_entropy(student):
    """The given model is compiled, and its loss is 0.164252 for the probabilities 0.9 and 0.2 and the labels 1 and 0.

    传入的模型被编译；概率为 0.9 和 0.2、标签为 1 和 0 时，损失是 0.164252。
    """
    model = as_handle(student.build_model(2), "the model")
    student.compile_model(model)
    value = loss_function(student, model)(np.array([[1], [0]], np.float32), np.array([[0.9], [0.2]], np.float32))
    # one number, or one for each sample; 1e-3: a small number within the logarithm is accepted
    assert_close(np.mean(as_array(value, what="the loss")), 0.164252, rtol=1e-3, what="the loss")


# --- train_model ------------------------------------------------------------------------------------------------------


def ready(student, n=1):
    """Make a compiled model that says yes where the first input is positive: 0.84 for 2, 0.16 for -2."""
    model = as_handle(student.build_model(n), "the model")
    student.compile_model(model)
    first = np.zeros((n, 25))
    first[0] = 1
    return with_weights(model, n, first, 0, 0.1, -1.25, 0.5, -3.75)


def numbered(*values):
    """Samples with one input each."""
    return np.array(values, np.float32)[:, None]


def test_train_and_predict(student):
    """Three epochs give a list of three losses, and three samples get three labels of 0 or 1.

    训练三轮得到含三个损失的列表；三个样本得到三个 0 或 1 的标签。
    """
    model = as_handle(student.build_model(2), "the model")
    student.compile_model(model)
    model.write("run_eagerly", to=True)  # the same numbers, sooner where steps are few
    as_list(student.train_model(model, X.astype(np.float32), Y, 3), 3, "the losses")
    labels = as_list(student.predict_labels(model, X.astype(np.float32)), 3, "the array of labels")
    expect(set(labels) <= {0.0, 1.0}, "the labels should be 0 or 1", expected="0 or 1", got=labels)


def assert_surer(student, labels):
    """Train on samples that the model judges rightly, and require that it becomes surer of them."""
    model, x = ready(student), numbered(-2, -1, 1, 2)
    before = np.ptp(outputs(model, x, 1))
    student.train_model(model, x, labels, 2)
    after = np.ptp(outputs(model, x, 1))
    expect(after > before + 1e-5, "training has not made the model surer", expected=f"above {before}", got=after)


def test_train_model_learns_from_labels_in_a_row(student):
    """The given model learns from labels of shape (N,).

    传入的模型能从形状为 (N,) 的标签学习。
    """
    assert_surer(student, np.array([0, 0, 1, 1]))


def test_train_model_learns_from_labels_in_a_column(student):
    """The given model learns from labels of shape (N, 1).

    传入的模型能从形状为 (N, 1) 的标签学习。
    """
    assert_surer(student, np.array([[0], [0], [1], [1]]))


def test_train_model_trains_on_x_as_it_is(student):
    """The losses are those of X as it is, and each epoch has its own.

    损失是在原样的 X 上算出的，而且每轮各有各的损失。
    """
    model, x, y = ready(student), numbered(1, 1, 1, 1), np.ones(4, int)
    before = -np.log(outputs(model, x, 1)[0, 0])
    losses = as_list(student.train_model(model, x, y, 3), 3, "the losses")
    after = -np.log(outputs(model, x, 1)[0, 0])
    # averages over an epoch, or measured at its end
    between = all(0.9 * after < loss < 1.1 * before for loss in losses)
    expect(between, "the losses are not those on X", expected=f"from {before} to {after}", got=losses)
    expect(losses[0] > losses[2], "the losses should fall", expected="three losses", got=losses)


def test_train_model_trains_on_every_sample(student):
    """All samples have a part in the training, those of a short last batch too.

    所有样本都参与训练，包括最后不满一批的那些。
    """
    model, x = ready(student, 2), np.zeros((34, 2), np.float32)
    x[32:, 1] = 1  # the second input is 0 for all but the last two
    before = next(w for w in weights_of(model) if w.shape == (2, 25))
    student.train_model(model, x, np.ones(34, int), 1)
    after = next(w for w in weights_of(model) if w.shape == (2, 25))
    expect(bool(np.all(after[1] != before[1])), "the last two samples had no part in the training", got=after[1])


def test_train_model_takes_batches_of_32(student):
    """An epoch of 70 samples has three steps: batches of 32, 32 and 6.

    70 个样本的一轮有三步：每批 32、32、6 个。
    """
    model = ready(student)
    student.train_model(model, np.ones((70, 1), np.float32), np.ones(70, int), 1)
    steps = as_scalar(model.read("optimizer", "iterations"), "the number of steps")
    # a loop of one's own may have an optimizer of its own, and then this one counts nothing
    expect(steps in (0, 3), "an epoch has another number of steps", expected=3, got=steps)


def test_train_model_does_not_stop_early(student):
    """All epochs are trained, also where the loss stands still.

    所要求的轮数全部训练完，损失停滞时也一样。
    """
    model = ready(student)
    # the probability of yes is exactly 1 in float32, and the label is yes: nothing is left to learn
    with_weights(model, 1, 0, 0, 0, 0, 0, 100)
    as_list(student.train_model(model, numbered(1, 2), np.array([1, 1]), 8), 8, "the losses")


# --- predict_labels and build_regressor -------------------------------------------------------------------------------


def test_predict_labels_asks_for_more_than_one_half(student):
    """The label is 1 where the probability is above 0.5, else 0, and the labels have shape (N,).

    概率大于 0.5 时标签为 1，否则为 0；标签的形状是 (N,)。
    """
    labels = as_list(student.predict_labels(ready(student), numbered(-2, 1, -1, 3, 2)), 5, "the array of labels")
    expect(labels == [0, 1, 0, 1, 1], "a label is wrong", expected=[0, 1, 0, 1, 1], got=labels)


def test_build_regressor_is_compiled(student):
    """The regressor comes compiled and answers with shape (N, 1).

    回归模型已编译，输出形状为 (N, 1)。
    """
    model = as_handle(student.build_regressor(2), "the model")
    assert_shape(model(X.astype(np.float32)), (3, 1), what="the model's output")
    expect(model.read("compiled") is True, "the model should be compiled", expected="True", got=False)


def test_build_regressor_answers_with_any_number(student):
    """The last unit of the regressor has no activation: it may answer -7.

    回归模型的最后一个单元没有激活函数：可以输出 -7。
    """
    model = with_weights(as_handle(student.build_regressor(2), "the model"), 2, 0, 0, 0, 0, 0, -7)
    assert_close(outputs(model, X, 1)[:, 0], np.full(3, -7.0), rtol=1e-4, what="the predictions")


def test_build_regressor_has_activations_in_hidden_layers(student):
    """The hidden layers of the regressor have an activation: it is no straight line.

    回归模型的隐藏层带有激活函数：它不是一条直线。
    """
    model = with_weights(as_handle(student.build_regressor(1), "the model"), 1, 1, 0.5, 0.1, 0, 1, 0)
    low, middle, high = outputs(model, numbered(-2, 0, 2), 1)[:, 0]
    bend = abs(low - 2 * middle + high)
    expect(bend > 1e-3, "the predictions are on a straight line", expected="a bend", got=(low, middle, high))


def test_build_regressor_takes_the_mean_squared_error(student):
    """Predictions 3 and 0 for targets 1 and 0 have a loss of 2.0: the mean of the squares, without a half.

    预测为 3 和 0、目标为 1 和 0 时损失是 2.0：平方的平均，没有二分之一。
    """
    loss = loss_function(student, as_handle(student.build_regressor(2), "the model"))
    value = loss(np.array([[1], [0]], np.float32), np.array([[3], [0]], np.float32))
    assert_close(np.mean(as_array(value, what="the loss")), 2.0, rtol=1e-4, what="the loss")
