"""Wrong on purpose: the labels are not shown."""


def show_predictions(model, images, labels=None):
    fig, axes = plt.subplots(2, 5, figsize=(10, 4))
    digits = predict_digits(model, images[:10])
    for ax in axes.flat:
        ax.axis("off")
    for i, digit in enumerate(digits):
        axes.flat[i].imshow(images[i], cmap="gray_r")
        axes.flat[i].set_title(digit)
    return fig
