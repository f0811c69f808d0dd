def plot_boundary(x, t, xx, yy, probs):
    _, ax = plt.subplots()
    ax.scatter(x[:, 0], x[:, 1], c=np.ravel(t), cmap="coolwarm")
    ax.contour(xx, yy, probs, levels=[0.5])
    plt.show()
