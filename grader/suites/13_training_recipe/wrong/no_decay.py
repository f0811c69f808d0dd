def train(x, t, seed, steps=3000, batch_size=30, base_lr=0.05, decay_rate=0.999, regularizer=0.01, ema_decay=0.99):
    params = init_params(seed)
    ema_params = {name: tf.Variable(p) for name, p in params.items()}
    rng = np.random.default_rng(seed)

    @tf.function
    def step(x, t, lr):
        with tf.GradientTape() as tape:
            value = loss(x, t, params, regularizer)
        grads = tape.gradient(value, params)
        for name, p in params.items():
            p.assign_sub(lr * grads[name])
            ema_params[name].assign(ema_decay * ema_params[name] + (1 - ema_decay) * p)
        return value

    losses = []
    steps_per_pass = len(x) // batch_size
    for k in range(steps):
        i = k % steps_per_pass
        if i == 0:
            order = rng.permutation(len(x))
        rows = order[i * batch_size : (i + 1) * batch_size]
        lr = tf.constant(base_lr, tf.float32)
        losses.append(float(step(x[rows], t[rows], lr)))
    return {"params": params, "ema_params": ema_params, "losses": losses}
