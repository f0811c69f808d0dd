"""Wrong on purpose: a copy of the model is compiled."""


def compile_model(model):
    model = keras.models.clone_model(model)
    model.compile(optimizer="adam", loss=keras.losses.BinaryCrossentropy())
    return model
