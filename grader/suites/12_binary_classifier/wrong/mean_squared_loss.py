"""Wrong on purpose: mean squared error for a classifier."""


def compile_model(model):
    model.compile(optimizer="adam", loss=keras.losses.MeanSquaredError())
