"""Wrong on purpose: the class of the loss instead of an object."""


def compile_model(model):
    model.compile(optimizer="adam", loss=keras.losses.BinaryCrossentropy)
