"""Layers with a forward and a backward pass: who is to blame for the loss, and by how much?

Fill in the classes. The statement is in README.md (README.zh-CN.md in Chinese). Check your work: xorcise check layers
"""

import numpy as np


class Affine:
    """The fully connected layer x @ W + b.

    After `backward`, `dW` (D, M) and `db` (M,) hold the gradients of the last batch.
    """

    def __init__(self, W, b):
        """W: (D, M). b: (M,)."""
        # TODO: keep what the passes need
        raise NotImplementedError("Affine.__init__ is not written yet")

    def forward(self, x):
        """x: (N, D). Returns (N, M)."""
        # TODO: write this method
        raise NotImplementedError("Affine.forward is not written yet")

    def backward(self, dout):
        """dout: (N, M), the gradient with respect to the output. Returns that with respect to x, (N, D)."""
        # TODO: write this method; set self.dW and self.db
        raise NotImplementedError("Affine.backward is not written yet")


class Relu:
    """max(0, x), element by element."""

    def __init__(self):
        # TODO: nothing to keep yet; delete the line below
        raise NotImplementedError("Relu.__init__ is not written yet")

    def forward(self, x):
        """x: (N, D). Returns (N, D)."""
        # TODO: write this method
        raise NotImplementedError("Relu.forward is not written yet")

    def backward(self, dout):
        """dout: (N, D). Returns (N, D)."""
        # TODO: write this method
        raise NotImplementedError("Relu.backward is not written yet")


class Sigmoid:
    """1 / (1 + exp(-x)), element by element."""

    def __init__(self):
        # TODO: nothing to keep yet; delete the line below
        raise NotImplementedError("Sigmoid.__init__ is not written yet")

    def forward(self, x):
        """x: (N, D). Returns (N, D)."""
        # TODO: write this method
        raise NotImplementedError("Sigmoid.forward is not written yet")

    def backward(self, dout):
        """dout: (N, D). Returns (N, D)."""
        # TODO: write this method
        raise NotImplementedError("Sigmoid.backward is not written yet")


class SoftmaxWithLoss:
    """The cross-entropy of softmax(x), averaged over the batch."""

    def __init__(self):
        # TODO: nothing to keep yet; delete the line below
        raise NotImplementedError("SoftmaxWithLoss.__init__ is not written yet")

    def forward(self, x, t):
        """x: (N, C), any real numbers. t: one-hot (N, C), or integer labels (N,). Returns one number."""
        # TODO: write this method
        raise NotImplementedError("SoftmaxWithLoss.forward is not written yet")

    def backward(self, dout=1):
        """dout: one number, the gradient with respect to the loss. Returns that with respect to x, (N, C)."""
        # TODO: write this method
        raise NotImplementedError("SoftmaxWithLoss.backward is not written yet")
