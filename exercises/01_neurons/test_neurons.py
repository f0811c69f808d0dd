"""Public tests: the worked numbers of the statement, and a small example of each of its conventions.

The hidden suite asks for more than these.
"""

import numpy as np

from grader.suite import as_scalar, assert_close, assert_equal, assert_unchanged, by_columns, expect, leaves_alone


def test_step_function_of_the_worked_example(student):
    """The step of [-1, 0, 2] is [0, 0, 1], and that of the number 0.5 is 1.

    [-1, 0, 2] 的阶跃是 [0, 0, 1]，数 0.5 的阶跃是 1。
    """
    assert_close(student.step_function(np.array([-1.0, 0.0, 2.0])), np.array([0.0, 0.0, 1.0]))
    assert_close(student.step_function(0.5), 1.0)


def test_step_function_at_zero(student):
    """The step at exactly 0 is 0, and just above it 1.

    恰好为 0 处的阶跃是 0，略大于 0 处是 1。
    """
    assert_close(student.step_function(np.array([-0.0001, 0.0, 0.0001])), np.array([0.0, 0.0, 1.0]))


def test_sigmoid_of_the_worked_example(student):
    """sigmoid(1.0) is 0.731058579; of [-1, 0, 1] it is [0.268941421, 0.5, 0.731058579].

    sigmoid(1.0) 是 0.731058579；[-1, 0, 1] 的 sigmoid 是 [0.268941421, 0.5, 0.731058579]。
    """
    assert_close(student.sigmoid(1.0), 0.731058579)
    assert_close(student.sigmoid(np.array([-1.0, 0.0, 1.0])), np.array([0.268941421, 0.5, 0.731058579]))


def test_sigmoid_without_a_warning(student):
    """sigmoid is 0 at -1000 and 1 at 1000, and NumPy does not warn of an overflow on the way.

    sigmoid 在 -1000 处是 0，在 1000 处是 1，而且 NumPy 途中没有溢出警告。
    """
    assert_close(student.sigmoid(np.array([-1000.0, 1000.0])), np.array([0.0, 1.0]))
    expect("RuntimeWarning" not in student.printed, "the values are right, but NumPy warned on the way")


def test_tanh_of_the_worked_example(student):
    """tanh(0.5) is 0.462117157; of [-0.5, 0, 1] it is [-0.462117157, 0, 0.761594156].

    tanh(0.5) 是 0.462117157；[-0.5, 0, 1] 的 tanh 是 [-0.462117157, 0, 0.761594156]。
    """
    assert_close(student.tanh(0.5), 0.462117157)
    assert_close(student.tanh(np.array([-0.5, 0.0, 1.0])), np.array([-0.462117157, 0.0, 0.761594156]))


def test_tanh_without_a_warning(student):
    """tanh is -1 at -1000 and 1 at 1000, and NumPy does not warn on the way.

    tanh 在 -1000 处是 -1，在 1000 处是 1，而且 NumPy 途中没有警告。
    """
    assert_close(student.tanh(np.array([-1000.0, 1000.0])), np.array([-1.0, 1.0]))
    expect("RuntimeWarning" not in student.printed, "the values are right, but NumPy warned on the way")


def test_relu_of_the_worked_example(student):
    """relu of [-3, 0, 2.5] is [0, 0, 2.5], and the array that was given stays as it was.

    [-3, 0, 2.5] 的 relu 是 [0, 0, 2.5]，而且传入的数组保持不变。
    """
    x = np.array([-3.0, 0.0, 2.5])
    before = x.copy()
    assert_close(student.relu(x), np.array([0.0, 0.0, 2.5]))
    assert_unchanged(x, before)


def test_matrices_keep_their_shape(student):
    """step_function, sigmoid, tanh and relu of a matrix work on each element, and keep the shape.

    step_function、sigmoid、tanh、relu 对矩阵逐个元素计算，形状保持不变。
    """
    x = np.array([[-1.0, 0.5, 1.0], [0.5, -0.5, -1.0]])
    sigmoid = np.array([[0.268941421, 0.622459331, 0.731058579], [0.622459331, 0.377540669, 0.268941421]])
    tanh = np.array([[-0.761594156, 0.462117157, 0.761594156], [0.462117157, -0.462117157, -0.761594156]])
    assert_close(student.step_function(x), np.array([[0.0, 1.0, 1.0], [1.0, 0.0, 0.0]]))
    assert_close(student.sigmoid(x), sigmoid)
    assert_close(student.tanh(x), tanh)
    assert_close(student.relu(x), np.array([[0.0, 0.5, 1.0], [0.5, 0.0, 0.0]]))


def test_softmax_of_the_worked_example(student):
    """softmax of [1, 2, 3] is [0.090030573, 0.244728471, 0.665240956].

    [1, 2, 3] 的 softmax 是 [0.090030573, 0.244728471, 0.665240956]。
    """
    assert_close(student.softmax(np.array([1.0, 2.0, 3.0])), np.array([0.090030573, 0.244728471, 0.665240956]))


def test_softmax_of_a_shifted_sample(student):
    """softmax of [1001, 1002, 1003] and of [-1003, -1002, -1001] is that of [1, 2, 3].

    [1001, 1002, 1003] 和 [-1003, -1002, -1001] 的 softmax 与 [1, 2, 3] 的相同。
    """
    expected = np.array([0.090030573, 0.244728471, 0.665240956])
    assert_close(student.softmax(np.array([1001.0, 1002.0, 1003.0])), expected)
    assert_close(student.softmax(np.array([-1003.0, -1002.0, -1001.0])), expected)


def test_softmax_of_each_row(student):
    """In a batch each row is a sample of its own, and sums to 1.

    批次中每一行是一个样本，各行之和都是 1。
    """
    x = np.log(np.array([[1.0, 2.0, 5.0], [4.0, 4.0, 2.0]]))
    assert_close(student.softmax(x), np.array([[0.125, 0.25, 0.625], [0.4, 0.4, 0.2]]))


def test_softmax_of_two_distant_rows(student):
    """One row near 800 and one near -800 do not disturb each other.

    一行在 800 附近，一行在 -800 附近，互不影响。
    """
    x = np.array([[800.0, 801.0], [-800.0, -800.0]])
    assert_close(student.softmax(x), np.array([[0.268941421, 0.731058579], [0.5, 0.5]]))


def test_softmax_makes_a_new_array(student):
    """softmax does not change the array that it is given.

    softmax 不修改传入的数组。
    """
    x = np.array([[1.0, -2.0, 0.5], [0.0, 3.0, 1.0]])
    before = x.copy()
    student.softmax(x)
    assert_unchanged(x, before)


def test_neuron_of_the_worked_example(student):
    """Two neurons with relu and the sample [1, 2] give [0.5, 5].

    两个带 relu 的神经元，样本 [1, 2] 得到 [0.5, 5]。
    """
    w, b = np.array([[3.0, 0.0], [-1.0, 2.0]]), np.array([-0.5, 1.0])
    assert_close(student.neuron(np.array([1.0, 2.0]), w, b, lambda z: np.maximum(z, 0)), np.array([0.5, 5.0]))


def test_neuron_of_the_worked_batch(student):
    """A batch has one row a sample, and so has the result.

    批次每行一个样本，结果也是每行一个样本。
    """
    w, b = np.array([[3.0, 0.0], [-1.0, 2.0]]), np.array([-0.5, 1.0])
    batch = np.array([[1.0, 2.0], [0.0, 1.0]])
    assert_close(student.neuron(batch, w, b, lambda z: np.maximum(z, 0)), np.array([[0.5, 5.0], [0.0, 3.0]]))


def test_neuron_has_one_column_a_neuron(student):
    """Each column of w is a neuron: three inputs and two neurons have w of shape (3, 2).

    w 的每一列是一个神经元：三个输入、两个神经元时 w 的形状是 (3, 2)。
    """
    x, b = np.array([1.0, 2.0, 3.0]), np.array([0.5, -2.0])
    w = np.array([[1.0, 0.0], [0.0, -1.0], [1.0, 2.0]])
    assert_close(student.neuron(x, w, b, lambda z: z * z), np.array([4.5**2, 2.0**2]))


def test_neuron_gives_the_activation_all_sums_at_once(student):
    """The activation is called with all sums of a sample, since one like softmax needs them together.

    调用激活函数时要给出一个样本的全部和，因为像 softmax 这样的函数需要同时看到它们。
    """
    w, b = np.array([[1.0, 2.0], [3.0, 0.0]]), np.array([0.0, 1.0])
    batch = np.array([[1.0, 0.0], [1.0, 1.0]])  # the sums are [1, 3] and [4, 3]
    answer = student.neuron(batch, w, b, lambda z: z / np.sum(z, axis=-1, keepdims=True))
    assert_close(answer, np.array([[1 / 4, 3 / 4], [4 / 7, 3 / 7]]))


def four_answers(gate):
    """Return a gate's answers to (0, 0), (0, 1), (1, 0) and (1, 1)."""
    return np.array([as_scalar(gate(a, b)) for a, b in ((0, 0), (0, 1), (1, 0), (1, 1))])


def test_and_of_all_cases(student):
    """AND is 1 where both inputs are 1, else 0.

    两个输入都是 1 时 AND 是 1，否则是 0。
    """
    assert_equal(four_answers(student.AND), np.array([0, 0, 0, 1]))


def test_nand_of_all_cases(student):
    """NAND is 0 where both inputs are 1, else 1.

    两个输入都是 1 时 NAND 是 0，否则是 1。
    """
    assert_equal(four_answers(student.NAND), np.array([1, 1, 1, 0]))


def test_or_of_all_cases(student):
    """OR is 1 where at least one input is 1, else 0.

    至少一个输入是 1 时 OR 是 1，否则是 0。
    """
    assert_equal(four_answers(student.OR), np.array([0, 1, 1, 1]))


def test_xor(student):
    """XOR is 1 where exactly one input is 1, else 0.

    恰有一个输入是 1 时 XOR 是 1，否则是 0。
    """
    assert_equal(four_answers(student.XOR), np.array([0, 1, 1, 0]))


def test_integers_are_welcome(student):
    """Arrays of integers give results with fractions.

    整数数组的结果可以是小数。
    """
    whole = np.array([-1, 0, 1])
    w, b = np.array([[1, 0], [2, 1], [3, -1]]), np.array([0.25, -0.5])
    assert_close(student.sigmoid(whole), np.array([0.268941421, 0.5, 0.731058579]))
    assert_close(student.tanh(whole), np.array([-0.761594156, 0.0, 0.761594156]))
    assert_close(student.softmax(whole), np.array([0.090030573, 0.244728471, 0.665240956]))
    assert_close(student.neuron(whole, w, b, lambda z: z), np.array([2.25, -1.5]))


def test_transposed_arrays_are_welcome(student):
    """A transposed array has its rows and columns, too, however it lies in memory.

    转置得到的数组同样有行有列，无论它在内存里怎样存放。
    """
    x = by_columns(student, np.log(np.array([[1.0, 2.0, 5.0], [4.0, 4.0, 2.0]])))
    assert_close(student.softmax(x), np.array([[0.125, 0.25, 0.625], [0.4, 0.4, 0.2]]))


def test_the_other_functions_change_nothing(student):
    """step_function, sigmoid, tanh and neuron do not change the arrays that they are given.

    step_function、sigmoid、tanh、neuron 都不修改传入的数组。
    """
    x, w, b = np.array([-2.0, 0.0, 1.5]), np.array([[1.0, -1.0], [0.5, 2.0], [-3.0, 0.0]]), np.array([0.5, -1.0])
    leaves_alone(student.step_function, (x,), (-x,))
    leaves_alone(student.sigmoid, (x,), (-x,))
    leaves_alone(student.tanh, (x,), (-x,))
    leaves_alone(student.neuron, (x, w, b, np.exp), (-x, w, b, np.exp))
