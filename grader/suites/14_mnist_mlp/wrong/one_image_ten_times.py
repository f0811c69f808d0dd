"""Wrong on purpose: each picture is the first image."""


def show_predictions(model, images, labels=None):
    fig, axes = plt.subplots(2, 5, figsize=(10, 4))
    digits = predict_digits(model, images[:10])
    for ax in axes.flat:
        ax.axis("off")
    for i, digit in enumerate(digits):
        axes.flat[i].imshow(images[0], cmap="gray_r")
        axes.flat[i].set_title(digit if labels is None else f"{digit} (true: {labels[i]})")
    return fig
