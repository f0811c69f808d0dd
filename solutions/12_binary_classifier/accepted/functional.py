"""The functional API with Activation layers apart, functions for losses, SGD with momentum, SciPy by hand."""

import numpy as np
from scipy.special import expit, xlog1py, xlogy
from tensorflow import keras
from tensorflow.keras import layers


def logistic_regression(x, w, b):
    return expit(np.einsum("...i,i->...", x, w) + b)


def logistic_cost(x, y, w, b, eps=1e-12):
    p = logistic_regression(x, w, b).clip(eps, 1 - eps)
    return -(xlogy(y, p) + xlog1py(1 - y, -p)).sum() / y.size


def dense(a_in, W, b):
    return expit(np.einsum("...i,ij->...j", a_in, W) + b)


def network(input_dim, activation, last):
    inputs = keras.Input(shape=(input_dim,), name="features")
    h = inputs
    for units in (25, 15):
        h = layers.Dense(units, kernel_initializer="he_normal")(h)
        h = layers.Activation(activation)(h)
    outputs = layers.Dense(1)(h)
    if last:
        outputs = layers.Activation(last)(outputs)
    return keras.Model(inputs=inputs, outputs=outputs)


def build_model(input_dim):
    return network(input_dim, "sigmoid", "sigmoid")


def compile_model(model, learning_rate=0.05):
    model.compile(
        optimizer=keras.optimizers.SGD(learning_rate, momentum=0.9),
        loss=keras.losses.binary_crossentropy,
        metrics=[keras.metrics.BinaryAccuracy()],
    )
    return model


def train_model(model, X, Y, epochs=100):
    history = model.fit(x=np.asarray(X, "float32"), y=np.asarray(Y).astype("int32"), epochs=epochs, verbose=0)
    return np.array(history.history["loss"])


def predict_labels(model, X):
    probabilities = model.predict(X, verbose=0)[:, 0]
    return np.where(probabilities > 0.5, 1, 0)


def build_regressor(input_dim):
    model = network(input_dim, "sigmoid", None)
    model.compile(optimizer=keras.optimizers.RMSprop(), loss=keras.losses.MeanSquaredError(name="mse"))
    return model
