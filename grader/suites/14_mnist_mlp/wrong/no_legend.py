"""Wrong on purpose: lines have labels, and no legend shows them."""


def plot_history(history):
    fig, (left, right) = plt.subplots(1, 2, figsize=(10, 4))
    for ax, name in ((left, "loss"), (right, "accuracy")):
        ax.plot(history[name], label="training")
        ax.plot(history["val_" + name], label="validation")
        ax.set_xlabel("epoch")
        ax.set_ylabel(name)
    return fig
