"""Plain Python: loops over lists, math instead of NumPy, a helper class, prints left in."""

import math


def rows(a):
    a = a.tolist()
    return a if isinstance(a[0], list) else [a]


def flat(a):
    return [float(v) for row in rows(a) for v in row]


def mean_squared_error(y, t):
    print("mse of", len(y))
    total = 0.0
    for yr, tr in zip(rows(y), rows(t)):
        s = 0.0
        for a, b in zip(yr, tr):
            s += (a - b) ** 2
        total += s / 2
    return total / len(rows(y))


def cross_entropy_error(y, t):
    ys = rows(y)
    if getattr(t, "ndim", 0) == getattr(y, "ndim", 0):
        labels = [row.index(max(row)) for row in rows(t)]
    else:
        labels = [int(t)] if getattr(t, "ndim", 0) == 0 else [int(k) for k in t]
    total = 0.0
    for row, k in zip(ys, labels):
        total -= math.log(row[k] + 1e-7)
    return total / len(ys)


def mean_absolute_error(y, t):
    d = [abs(a - b) for a, b in zip(flat(y), flat(t))]
    return sum(d) / len(d)


def root_mean_squared_error(y, t):
    d = [(a - b) ** 2 for a, b in zip(flat(y), flat(t))]
    return math.sqrt(sum(d) / len(d))


def binary_cross_entropy(y, t):
    total, n = 0.0, 0
    for p, q in zip(flat(y), flat(t)):
        p = min(max(p, 1e-7), 1 - 1e-7)
        total += -math.log(p) if q == 1 else -math.log(1 - p)
        n += 1
    return total / n


def softmax_cross_entropy(logits, labels):
    ls = rows(logits)
    ks = [int(labels)] if getattr(labels, "ndim", 0) == 0 else [int(k) for k in labels]
    total = 0.0
    for row, k in zip(ls, ks):
        m = max(row)
        total += m + math.log(sum(math.exp(v - m) for v in row)) - row[k]
    return total / len(ls)


def asymmetric_loss(y, t, over, under):
    total = 0.0
    ys, ts = flat(y), flat(t)
    for a, b in zip(ys, ts):
        total += over * (a - b) if a > b else under * (b - a)
    return total / len(ys)
