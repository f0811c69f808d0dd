"""Wrong on purpose: the digits are printed, and no title names them."""


def show_predictions(model, images, labels=None):
    fig, axes = plt.subplots(2, 5, figsize=(10, 4))
    digits = predict_digits(model, images[:10])
    for ax in axes.flat:
        ax.axis("off")
    for i, digit in enumerate(digits):
        axes.flat[i].imshow(images[i], cmap="gray_r")
        print(digit if labels is None else f"{digit} (true: {labels[i]})")  # noqa: T201 - this is the mistake
    return fig
