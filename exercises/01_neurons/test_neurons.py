"""Public tests: the worked numbers of the statement. The hidden suite asks for more than these."""

import numpy as np

from grader.suite import assert_close, assert_equal, assert_unchanged

CASES = ((0, 0), (0, 1), (1, 0), (1, 1))


def test_step_function_of_the_worked_example(student):
    """The step of [-1, 0, 2] is [0, 0, 1], and that of the number 0.5 is 1.

    [-1, 0, 2] 的阶跃是 [0, 0, 1]，数 0.5 的阶跃是 1。
    """
    assert_close(student.step_function(np.array([-1.0, 0.0, 2.0])), np.array([0.0, 0.0, 1.0]))
    assert_close(student.step_function(0.5), 1.0)


def test_sigmoid_of_the_worked_example(student):
    """sigmoid(1.0) is 0.731058579; at -1000 and 1000 it is 0 and 1.

    sigmoid(1.0) 是 0.731058579；在 -1000 和 1000 处是 0 和 1。
    """
    assert_close(student.sigmoid(1.0), 0.731058579)
    assert_close(student.sigmoid(np.array([-1.0, 0.0, 1.0])), np.array([0.268941421, 0.5, 0.731058579]))
    assert_close(student.sigmoid(np.array([-1000.0, 1000.0])), np.array([0.0, 1.0]))


def test_tanh_of_the_worked_example(student):
    """tanh(0.5) is 0.462117157; at -1000 it is -1.

    tanh(0.5) 是 0.462117157；在 -1000 处是 -1。
    """
    assert_close(student.tanh(0.5), 0.462117157)
    assert_close(student.tanh(np.array([-1000.0, 0.0])), np.array([-1.0, 0.0]))


def test_relu_of_the_worked_example(student):
    """relu of [-3, 0, 2.5] is [0, 0, 2.5], and the array that was given stays as it was.

    [-3, 0, 2.5] 的 relu 是 [0, 0, 2.5]，而且传入的数组保持不变。
    """
    x = np.array([-3.0, 0.0, 2.5])
    before = x.copy()
    assert_close(student.relu(x), np.array([0.0, 0.0, 2.5]))
    assert_unchanged(x, before)


def test_softmax_of_the_worked_example(student):
    """softmax of [1, 2, 3] and of [1001, 1002, 1003] are the same probabilities.

    [1, 2, 3] 和 [1001, 1002, 1003] 的 softmax 是同样的概率。
    """
    expected = np.array([0.090030573, 0.244728471, 0.665240956])
    assert_close(student.softmax(np.array([1.0, 2.0, 3.0])), expected)
    assert_close(student.softmax(np.array([1001.0, 1002.0, 1003.0])), expected)


def test_neuron_of_the_worked_example(student):
    """Two neurons with relu, for one sample and for a batch of two.

    两个带 relu 的神经元，分别用于单个样本和两个样本的批次。
    """
    w, b = np.array([[3.0, 0.0], [-1.0, 2.0]]), np.array([-0.5, 1.0])
    batch = np.array([[1.0, 2.0], [0.0, 1.0]])

    def relu(z):
        return np.maximum(z, 0)

    assert_close(student.neuron(batch[0], w, b, relu), np.array([0.5, 5.0]))
    assert_close(student.neuron(batch, w, b, relu), np.array([[0.5, 5.0], [0.0, 3.0]]))


def test_gates(student):
    """AND, NAND and OR in all four cases.

    AND、NAND、OR 的全部四种情况。
    """
    for a, b in CASES:
        assert_equal(student.AND(a, b), int(a and b))
        assert_equal(student.NAND(a, b), int(not (a and b)))
        assert_equal(student.OR(a, b), int(a or b))


def test_xor(student):
    """XOR in all four cases.

    XOR 的全部四种情况。
    """
    for a, b in CASES:
        assert_equal(student.XOR(a, b), int(a != b))
