"""Public tests: the worked numbers of the statement. The hidden suite asks for more than these."""

import numpy as np

from grader.suite import as_handle, as_list, assert_close, assert_shape, expect

X = np.array([[1.0, 2.0], [3.0, -1.0], [0.5, 0.5]])
Y = np.array([1, 0, 1])
W = np.array([0.5, -1.0])


def test_logistic_regression_of_the_worked_samples(student):
    """The three worked samples have probabilities 0.222700, 0.939913 and 0.5.

    题目中三个样本的概率是 0.222700、0.939913 和 0.5。
    """
    assert_close(student.logistic_regression(X, W, 0.25), np.array([0.22270014, 0.93991335, 0.5]))
    assert_close(student.logistic_regression(X[0], W, 0.25), 0.22270014)


def test_logistic_cost_of_the_worked_samples(student):
    """Their labels 1, 0, 1 cost 1.669015.

    标签为 1、0、1 时代价是 1.669015。
    """
    assert_close(student.logistic_cost(X, Y, W, 0.25), 1.66901462)


def test_dense_of_the_worked_sample(student):
    """One sample of two inputs through two units gives 0.731059 and 0.5.

    两个输入的一个样本通过两个单元，得到 0.731059 和 0.5。
    """
    weights, b = np.array([[0.5, -1.0], [0.25, 1.0]]), np.array([0.0, -1.0])
    assert_close(student.dense(np.array([1.0, 2.0]), weights, b), np.array([0.73105858, 0.5]))


def test_build_model_has_481_parameters(student):
    """A model of two inputs has 481 parameters and answers with shape (N, 1).

    两个输入的模型有 481 个参数，输出形状为 (N, 1)。
    """
    model = as_handle(student.build_model(2), "the model")
    assert_shape(model(X.astype(np.float32)), (3, 1), what="the model's output")
    assert_close(model.method("count_params")(), 481, what="the number of parameters")


def test_train_and_predict(student):
    """Three epochs give a list of three losses, and three samples get three labels of 0 or 1.

    训练三轮得到含三个损失的列表；三个样本得到三个 0 或 1 的标签。
    """
    model = as_handle(student.build_model(2), "the model")
    student.compile_model(model)
    as_list(student.train_model(model, X.astype(np.float32), Y, 3), 3, "the losses")
    labels = as_list(student.predict_labels(model, X.astype(np.float32)), 3, "the array of labels")
    expect(set(labels) <= {0.0, 1.0}, "the labels should be 0 or 1", expected="0 or 1", got=labels)


def test_build_regressor_is_compiled(student):
    """The regressor comes compiled and answers with shape (N, 1).

    回归模型已编译，输出形状为 (N, 1)。
    """
    model = as_handle(student.build_regressor(2), "the model")
    assert_shape(model(X.astype(np.float32)), (3, 1), what="the model's output")
    expect(model.read("compiled") is True, "the model should be compiled", expected="True", got=False)
