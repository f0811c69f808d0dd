"""Wrong on purpose: the figure is shown, not returned."""


def plot_history(history):
    _, (left, right) = plt.subplots(1, 2, figsize=(10, 4))
    for ax, name in ((left, "loss"), (right, "accuracy")):
        ax.plot(history[name], label="training")
        ax.plot(history["val_" + name], label="validation")
        ax.set_xlabel("epoch")
        ax.set_ylabel(name)
        ax.legend()
    plt.show()
