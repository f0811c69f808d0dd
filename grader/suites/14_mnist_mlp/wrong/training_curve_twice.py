"""Wrong on purpose: the training curve under both names."""


def plot_history(history):
    fig, (left, right) = plt.subplots(1, 2, figsize=(10, 4))
    for ax, name in ((left, "loss"), (right, "accuracy")):
        ax.plot(history[name], label="training")
        ax.plot(history[name], label="validation")
        ax.set_xlabel("epoch")
        ax.set_ylabel(name)
        ax.legend()
    return fig
