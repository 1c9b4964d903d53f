"""The recurring figures of the course: each function draws on an ``Axes`` and returns it.

One colour for each concept through the whole book: data, truth, model, loss. Backgrounds are
transparent, so that a page may be light or dark. Importing this module sets the book's style and,
inside a notebook, vector figures that come out the same on every run.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from xent_course._drawings import INK, canvas, sketch
from xent_course.datasets import GaussianClasses, HiddenPlace
from xent_course.information import entropy, total_correlation
from xent_course.special import sigmoid, softmax, softplus

Floats = NDArray[np.float64]

DATA, TRUTH, MODEL, LOSS = "#5c6877", "#147f50", "#2b69ca", "#c0402a"

STYLE: Any = {
    "figure.figsize": (5.2, 3.4),
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlesize": 12,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.labelsize": 11,
    "font.size": 11,
    "lines.linewidth": 2.2,
    "svg.hashsalt": "xent-course",
    "svg.fonttype": "path",
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": INK,
    "axes.titlecolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


def use_book_style() -> None:
    """Set the book's Matplotlib style; in a notebook, draw as SVG without a date."""
    mpl.rcParams.update(STYLE)
    try:
        from IPython.core.getipython import get_ipython
        from matplotlib_inline import backend_inline
    except ImportError:
        return
    if get_ipython() is not None:
        inline: Any = backend_inline  # it carries no types
        inline.set_matplotlib_formats("svg", metadata={"Date": None}, bbox_inches="tight")


def likelihood_curve(*, ups: int, throws: int, ax: Axes | None = None) -> Axes:
    """Draw the likelihood of a thumbtack's chance of "up", with its peak marked."""
    ax = _axes(ax)
    theta = np.linspace(0, 1, 201)
    peak = ups / throws
    height = peak**ups * (1 - peak) ** (throws - ups)
    ax.plot(theta, theta**ups * (1 - theta) ** (throws - ups), color=MODEL)
    ax.plot([peak, peak], [0, height], color=MODEL, lw=1, ls="--")
    ax.plot(peak, height, "o", color=MODEL)
    ax.annotate(f"θ = {peak:g}", (peak, height), (-10, 0), textcoords="offset points", ha="right")
    ax.set(title=f"{ups} ups in {throws} throws are likeliest at θ = {ups}/{throws}")
    ax.set(xlabel="θ, the chance of up", ylabel="likelihood L(θ)", xlim=(0, 1), ylim=(0, None))
    ax.ticklabel_format(axis="y", scilimits=(-2, 2), useMathText=True)
    return ax


def two_readings(*, ups: int, throws: int) -> Sequence[Axes]:
    """Draw p(data | θ) over the data at one θ, and over θ for one data set, one above the other."""
    _, (upper, lower) = plt.subplots(2, 1, figsize=(5.2, 5.8), layout="constrained")
    share = ups / throws
    counts = np.arange(throws + 1)
    ways = np.array([math.comb(throws, int(s)) for s in counts])
    colors = [MODEL if s == ups else DATA for s in counts]
    upper.bar(counts, ways * share**counts * (1 - share) ** (throws - counts), color=colors)
    upper.set(title="Over the data: the bars sum to 1", ylabel=f"probability, if θ = {share:g}")
    upper.set(xlabel=f"number of ups in {throws} throws", xlim=(-0.06 * throws, 1.06 * throws))
    theta = np.linspace(0, 1, 201)
    curve = ways[ups] * theta**ups * (1 - theta) ** (throws - ups)
    lower.plot(theta, curve, color=MODEL)
    lower.fill_between(theta, curve, color=MODEL, alpha=0.2, lw=0)
    lower.text(share - 0.02, curve.max() / 3, f"area 1/{throws + 1}", ha="center")
    lower.set(title=f"Over θ: the area is 1/{throws + 1}", xlim=(-0.06, 1.06), ylim=(0, None))
    lower.set(xlabel="θ, the chance of up", ylabel=f"probability of {ups} ups")
    return upper, lower


def where_the_peak_goes(*, ups: int, throws: int) -> Sequence[Axes]:
    """Draw a likelihood, its logarithm, and a concave function of it that moves the peak."""
    _, axes = plt.subplots(3, 1, figsize=(5.2, 4.8), sharex=True, layout="constrained")
    theta = np.linspace(0.02, 0.98, 193)
    likelihood = theta**ups * (1 - theta) ** (throws - ups)
    curves = [likelihood, np.log(likelihood), -((likelihood - 0.1) ** 2)]
    names = ["L, the likelihood", "log L: increasing, same peak", "−(L − 0.1)²: concave, new peaks"]
    for ax, curve, name, color in zip(axes, curves, names, [MODEL, MODEL, LOSS], strict=True):
        ax.plot(theta, curve, color=color)
        ax.axvline(ups / throws, color=DATA, lw=1, ls="--")
        ax.set_title(name, fontsize=11)
        ax.set_yticks([])
    axes[-1].set_xlabel("θ, the chance of up")
    return list(axes)


def estimate_error(*, theta: float, repeats: int, seed: int, ax: Axes | None = None) -> Axes:
    """Draw the typical error of a share against the number of throws, simulated and predicted."""
    ax = _axes(ax)
    throws = np.array([10, 40, 160, 640, 2560, 10240])
    shares = np.random.default_rng(seed).binomial(throws, theta, size=(repeats, 6)) / throws
    ax.loglog(throws, np.sqrt(theta * (1 - theta) / throws), color=TRUTH)
    ax.loglog(throws, np.sqrt(np.mean((shares - theta) ** 2, axis=0)), "o", color=DATA)
    ax.text(450, 0.028, "predicted: 1 / √(N · I(θ))", color=TRUTH)
    ax.text(12, 0.012, f"each dot: {repeats:,} repetitions", color=DATA)
    ax.set(title="Four times the throws, half the error", xlabel="number of throws N")
    ax.set_ylabel("typical error of the estimate")
    ax.set_xticks(throws, [f"{n:,}" for n in throws])
    ax.minorticks_off()
    return ax


def loss_floors(*, targets: Sequence[float], ax: Axes | None = None) -> Axes:
    """Draw the cross-entropy of two-class labels against the model, with the floor of each."""
    ax = _axes(ax)
    q = sigmoid(np.linspace(-5, 14, 200))  # close steps where the curves are steep
    beside: Any = {"textcoords": "offset points", "ha": "center"}
    for t in targets:
        floor = -sum(p * math.log(p) for p in (t, 1 - t) if p > 0)
        ax.plot(q, -t * np.log(q) - (1 - t) * np.log(1 - q), color=LOSS, alpha=0.55 + 0.45 * t**4)
        ax.plot(t, floor, "o", color=TRUTH, clip_on=False, zorder=3)
        aside = {0.5: (-28, -13), 0.9: (12, -15), 1: (0, -16)}.get(t, (6, 5))
        ax.annotate(f"label {t:g}", (t, floor), aside, **beside)
    ax.set(title="Lowest where the model agrees with the label")
    ax.set(xlabel="model’s probability of an airplane", ylabel="cross-entropy (nats)")
    ax.set(xlim=(0, 1), ylim=(-0.2, 1.3))
    return ax


def binary_entropy(*, mixed: tuple[float, float], ax: Axes | None = None) -> Axes:
    """Draw the entropy of two classes in bits, and a chord below it between two distributions."""
    ax = _axes(ax)
    p = np.linspace(0, 1, 201)[1:-1]
    bits = -p * np.log2(p) - (1 - p) * np.log2(1 - p)
    ax.plot([0, *p, 1], [0, *bits, 0], color=TRUTH)
    ax.plot(mixed, np.interp(mixed, p, bits), "o--", color=DATA, lw=1.4, ms=5)
    ax.text(sum(mixed) / 2 + 0.02, 0.66, "mean of two entropies", color=DATA, va="top")
    for at, aside, side in ((0.5, (0, 7), "center"), (0.9, (9, 2), "left")):
        height = -at * math.log2(at) - (1 - at) * math.log2(1 - at)
        ax.plot(at, height, "o", color=TRUTH)
        name = "1 bit" if at == 0.5 else f"{height:.2f} bits"
        ax.annotate(name, (at, height), aside, textcoords="offset points", ha=side)
    ax.set(title="Two classes: most uncertain when even", ylabel="entropy (bits)")
    ax.set(xlabel="probability of an airplane", xlim=(0, 1), ylim=(0, 1.15))
    return ax


def block_codes(rates: Sequence[float], *, entropy: float, ax: Axes | None = None) -> Axes:
    """Draw the bits a symbol that codes for blocks of 1, 2, ... take, between their two bounds."""
    ax = _axes(ax)
    sizes = np.arange(1, len(rates) + 1)
    ax.plot(sizes, entropy + 1 / sizes, "--", color=DATA, lw=1.4)
    ax.text(2.2, entropy + 0.5, "entropy + 1/n", color=DATA)
    ax.axhline(entropy, color=TRUTH)
    ax.text(1, entropy - 0.05, f"entropy {entropy:.3f} bits", va="top", color=TRUTH)
    ax.plot(sizes, rates, "o", color=MODEL)
    ax.text(0.85, rates[0] - 0.05, "Huffman’s code", va="top", color=MODEL)
    ax.set(title="Words for longer blocks approach the entropy", ylabel="bits a photo")
    ax.set(xlabel="photos in a block, n", xlim=(0.7, sizes[-1] + 0.3), ylim=(0, None))
    return ax


def three_classes(*, ax: Axes | None = None) -> Axes:
    """Draw an airplane, a train and a cat, side by side, each with its name."""
    ax = canvas(360, 122) if ax is None else ax
    for number, name in enumerate(("airplane", "train", "cat")):
        sketch(ax, name, at=(10 + 120 * number, 21))
        ax.text(60 + 120 * number, 3, name, ha="center", fontsize=12)
    ax.set_title("One photo, one label: exactly one of the three is right")
    return ax


def scene(*, labels: Mapping[str, int], ax: Axes | None = None) -> Axes:
    """Draw a cat and a dog on a couch, and beside them each label with yes (1) or no (0)."""
    ax = canvas(300, 126) if ax is None else ax
    sketch(ax, "couch", at=(0, -4), size=1.7, fill="#dde3ea")
    sketch(ax, "cat", at=(22, 36), size=0.8)
    sketch(ax, "dog", at=(72, 36), size=0.88)
    for row, (name, present) in enumerate(labels.items()):
        color, mark = (TRUTH, "✓  1") if present else (DATA, "✗  0")
        ax.text(206, 112 - 20 * row, name, color=color, va="center", fontsize=13)
        ax.text(268, 112 - 20 * row, mark, color=color, va="center", fontsize=13)
    ax.set_title(f"One photo, {len(labels)} questions: {sum(labels.values())} labels hold")
    return ax


def photo_space(problem: GaussianClasses, *, size: int, seed: int, ax: Axes | None = None) -> Axes:
    """Draw photos by their two features over the true p(y | x), with the true boundaries."""
    ax = plt.subplots(figsize=(5.2, 4.4), layout="constrained")[1] if ax is None else ax
    low, high = -4.2, 4.2
    grid = np.stack(np.meshgrid(*[np.linspace(low, high, 85)] * 2), axis=-1)
    sure = problem.posterior(grid).max(axis=-1)
    shades = [(*mpl.colors.to_rgb(TRUTH), alpha) for alpha in (0.0, 0.06, 0.13, 0.21, 0.3)]
    ax.contourf(*np.moveaxis(grid, -1, 0), sure, [0, 0.5, 0.7, 0.9, 0.99, 1], colors=shades)
    along = np.linspace(-12, 12, 601)
    for j, k in ((0, 1), (1, 2), (0, 2)):
        # The boundary of j and k: where their logits agree and no third one is larger.
        across = problem.weights[j] - problem.weights[k]
        start = -(problem.intercept[j] - problem.intercept[k]) * across / (across @ across)
        line = start + along[:, None] * np.array([-across[1], across[0]]) / np.hypot(*across)
        logits = problem.logits(line)
        top = (logits.max(axis=-1) <= logits[:, j] + 1e-9) & (np.abs(line).max(axis=-1) <= high)
        ax.plot(*line[top].T, color=TRUTH)
    x, y = problem.sample(size, seed=seed)
    for k, marker in enumerate("o^s"):
        ax.plot(*x[y == k].T, marker, color=DATA, ms=5, mfc="none", mew=1.3)
    bold: Any = {"color": TRUTH, "weight": "bold", "fontsize": 12}
    for place, text in (((4, -3.9), "airplane ○"), ((-4, -3.9), "train △"), ((-4, 3.6), "cat □")):
        ax.text(*place, text, ha="right" if place[0] > 0 else "left", **bold)
    ax.set(title="Near a true boundary, nobody can be sure")
    ax.set(xlabel="sky (1 = spread within a class)", ylabel="fur (1 = spread within a class)")
    ax.set(xlim=(low, high), ylim=(low, high), aspect="equal")
    return ax


def temperatures(*, logits: Sequence[float], values: Sequence[float]) -> Sequence[Axes]:
    """Draw the softmax of airplane, train and cat logits divided by each temperature."""
    size = (7.4, 2.9)
    _, axes = plt.subplots(1, len(values), figsize=size, sharey=True, layout="constrained")
    for ax, value in zip(axes, values, strict=True):
        heights = softmax(np.asarray(logits) / value)
        bars = ax.bar(("airplane", "train", "cat"), heights, color=MODEL)
        ax.bar_label(bars, [f"{height:.2f}" for height in heights])
        ax.set_title(f"T = {value:g}")
        ax.set(ylim=(0, 1.1), yticks=(0, 0.5, 1))
    axes[0].set_title(f"Cold is sure: T = {values[0]:g}")
    axes[-1].set_title(f"Hot is even: T = {values[-1]:g}")
    axes[0].set_ylabel("softmax(z / T)")
    return list(axes)


def six_sigmoids(*, logits: Mapping[str, float], ax: Axes | None = None) -> Axes:
    """Draw the sigmoid with the logit and the answer of each label on it."""
    ax = _axes(ax)
    z = np.linspace(-6, 6, 241)
    ax.plot(z, sigmoid(z), color=MODEL)
    for name, logit in logits.items():
        answer = float(sigmoid(logit))
        ax.plot(logit, answer, "o", color=MODEL)
        # Names stand left of the curve where it is high, and lean away from it where it is low.
        high: Any = {"xytext": (-9, 0), "ha": "right", "va": "center"}
        low: Any = {"xytext": (-3, 7), "rotation": 55, "rotation_mode": "anchor"}
        place = high if logit > 0 else low
        ax.annotate(f"{name} {answer:.2g}", (logit, answer), textcoords="offset points", **place)
    ax.set(title="Six logits, six answers, and none looks at another")
    ax.set(xlabel="logit z (nats)", ylabel="probability of yes, σ(z)", xlim=(-6, 6))
    ax.set(ylim=(-0.03, 1.03), yticks=(0, 0.5, 1))
    return ax


def covers_and_picks(
    *, m: float, covers: Sequence[float], picks: Sequence[float]
) -> Sequence[Axes]:
    """Draw bumps at ±m with a bell curve (mean, sd) that covers both, and one that picks one."""
    _, axes = plt.subplots(1, 2, figsize=(7.4, 3.2), sharey=True, layout="constrained")
    x = np.linspace(-m - 5, m + 5, 241)
    names = ["Truth first: q covers", "Model first: q picks"]
    for ax, (mean, sd), name in zip(axes, (covers, picks), names, strict=True):
        truth, model = (_bell(x, -m, 1) + _bell(x, m, 1)) / 2, _bell(x, mean, sd)
        ax.plot(x, truth, color=TRUTH)
        ax.fill(x[::2], truth[::2], color=TRUTH, alpha=0.15, lw=0)
        ax.plot(x, model, color=MODEL)
        ax.text(-m, 0.21, "p", color=TRUTH, ha="center")
        above = max(float(model.max()) + 0.015, 0.26)
        ax.text(mean, above, f"q: mean {mean:.3g}, sd {sd:.3g}", color=MODEL, ha="center")
        ax.set(title=name, xlabel="x", ylim=(0, 0.45))
    axes[0].set_ylabel("density")
    return list(axes)


def where_the_fit_jumps(
    cost: Callable[[float, float], float], *, jump: float, ax: Axes | None = None
) -> Axes:
    """Draw the cost of the reverse fits that start in the middle and at a bump, against m.

    ``cost(m, start)`` is the divergence that a search from the mean `start` arrives at.
    """
    ax = _axes(ax)
    near, far = np.linspace(2, jump, 17), np.linspace(jump, 3.6, 17)
    bump = np.linspace(2.5, jump, 9)
    for starts, separations, dashes in (
        (0, near, "-"),
        (0, far, ":"),
        (1, bump, ":"),
        (1, far, "-"),
    ):
        costs = [cost(m, starts * m) for m in separations]
        ax.plot(separations, costs, color=LOSS, ls=dashes)
    ax.axhline(math.log(2), color=DATA, lw=1, ls="--", zorder=1)
    ax.axvline(jump, color=DATA, lw=1, ls="--", zorder=1)
    ax.text(2.02, math.log(2) + 0.02, "log 2", color=DATA)
    ax.text(jump + 0.03, 0.12, f"m = {jump:.2f}", color=DATA)
    ax.text(2.32, 0.3, "q in the middle", color=LOSS)
    ax.text(3.55, 0.58, "q on a bump", color=LOSS, ha="right")
    ax.set(title="Far apart, a bump is the better fit", ylabel="reverse divergence (nats)")
    ax.set(xlabel="m: the bumps are at −m and m", xlim=(2, 3.6), ylim=(0, 1.4))
    return ax


def label_losses(*, targets: Sequence[float], ax: Axes | None = None) -> Axes:
    """Draw the sigmoid loss of each soft label against the logit, with its lowest point."""
    ax = _axes(ax)
    z = np.linspace(-6, 6, 241)
    for t in targets:
        lowest = math.log(t / (1 - t))
        ax.plot(z, softplus(z) - t * z, color=LOSS, alpha=0.35 + 0.65 * t**4)
        ax.plot(lowest, float(softplus(lowest)) - t * lowest, "o", color=TRUTH, zorder=3)
        ax.text(6.1, 6 * (1 - t), f"t = {t:g}", color=LOSS, va="center")
    ax.set(title="The slope is zero where the answer meets the label", ylabel="loss (nats)")
    ax.set(xlabel="logit z (nats)", xlim=(-6, 7.2), ylim=(-0.2, 6))
    return ax


def sigmoid_loss_breaks() -> Sequence[Axes]:
    """Draw the sigmoid loss for both labels, and, far out, its naive form stumbling and dying."""
    _, (left, right) = plt.subplots(1, 2, figsize=(7.4, 3.2), layout="constrained")
    z = np.linspace(-6, 6, 241)
    for t, side in ((1, -1), (0, 1)):
        left.plot(z, softplus(side * z), color=LOSS)
        left.text(side * 3.7, 4.7, f"t = {t}", color=LOSS, ha="left" if t else "right")
    left.plot(0, math.log(2), "o", color=LOSS)
    left.text(0, 1.5, "log 2", ha="center")
    left.set(title="Wrong by |z| costs about |z|", xlabel="logit z (nats)", ylabel="loss (nats)")
    left.set(xlim=(-6, 6), ylim=(-0.3, 6))
    z = np.linspace(33, 39, 601)
    with np.errstate(divide="ignore"):
        naive = -np.log(1 - 1 / (1 + np.exp(-z)))
    right.plot(z, softplus(z), color=LOSS)
    right.plot(z, naive, color=DATA, lw=1.4)
    right.axvline(53 * math.log(2), color=DATA, lw=1, ls="--")
    right.text(53 * math.log(2) + 0.15, 33.4, "naive: ∞\nfrom here", color=DATA)
    right.text(38.3, 38.6, "stable", color=LOSS, ha="right")
    right.set(title="The naive form stumbles, then dies", xlabel="logit z (nats), label t = 0")
    right.set(xlim=(33, 39), ylim=(33, 39))
    return left, right


def independence_cost(problem: HiddenPlace, *, ax: Axes | None = None) -> Axes:
    """Draw the entropy of the labels given one feature, and on top of it their total correlation.

    Their sum is what the best model with independent labels pays for a photo.
    """
    ax = _axes(ax)
    x = np.linspace(-4, 4, 161)
    joints = problem.joint(x[:, None])
    floor = entropy(joints.reshape(len(x), -1))
    paid = floor + np.array([total_correlation(joint) for joint in joints])
    ax.fill_between(x, floor, color=TRUTH, alpha=0.2, lw=0)
    ax.fill_between(x, floor, paid, color=LOSS, alpha=0.5, lw=0)
    ax.plot(x, floor, color=TRUTH)
    ax.plot(x, paid, color=LOSS)
    middle = len(x) // 2
    ax.text(0, floor[middle] / 2, "entropy of the labels", color=TRUTH, ha="center")
    ax.text(0, paid[middle] + 0.1, "total correlation", color=LOSS, ha="center")
    ax.set(title="Independence costs most where the place is in doubt", ylabel="nats a photo")
    ax.set(xlabel="sky (1 = spread within a place)", xlim=(-4, 4), ylim=(0, 3.4))
    return ax


def pushes(*, q: Sequence[float], one: Sequence[float], many: Sequence[float]) -> Sequence[Axes]:
    """Draw a model's three answers with arrows to a certain label, and to the ten people's."""
    _, axes = plt.subplots(1, 2, figsize=(7.4, 3.4), sharey=True, layout="constrained")
    names = ["One label: a strong push", "Ten people: hardly any"]
    shaft = {"arrowstyle": "-|>", "color": LOSS, "lw": 2, "shrinkA": 0, "shrinkB": 0}
    for ax, t, name in zip(axes, (one, many), names, strict=True):
        ax.bar(("airplane", "train", "cat"), q, width=0.6, color=MODEL, alpha=0.45)
        for k, (model, target) in enumerate(zip(q, t, strict=True)):
            ax.plot((k - 0.4, k + 0.4), (target, target), color=TRUTH)
            ax.annotate("", (k, target), (k, model), arrowprops=shaft)
            above = max(model, target) + 0.03
            push = f"{target - model:+.2f}".replace("-", "−")
            ax.text(k, above, push, color=LOSS, ha="center")
        ax.text(0.45, t[0], "label t", color=TRUTH, va="center")
        ax.text(0.35, q[0] - 0.12, "model q", color=MODEL, va="center")
        ax.set(title=name, ylim=(0, 1.15), yticks=(0, 0.5, 1))
    axes[0].set_ylabel("probability; arrow: push t − q")
    return list(axes)


def where_losses_vanish(zeros: Mapping[str, int], *, ax: Axes | None = None) -> Axes:
    """Draw the loss of the logits [z, 0], and where it becomes 0 in each number format."""
    ax = _axes(ax)
    z = np.linspace(0, 60, 241)
    ax.semilogy(z, np.log1p(np.exp(-z)), color=LOSS)
    for name, zero in zeros.items():
        loss = math.log1p(math.exp(-zero))
        ax.plot((zero, zero), (loss, 1e-27), "--", color=DATA, lw=1.4)
        ax.plot(zero, loss, "o", color=DATA)
        aside: Any = (-0.7, "right") if zero == min(zeros.values()) else (0.7, "left")
        ax.text(zero + aside[0], 1e-26, f"{name}, {zero}", color=DATA, rotation=90, ha=aside[1])
    ax.text(59.5, 1e-2, "dashed: from here on PyTorch says 0", color=DATA, ha="right")
    ax.text(47, 1e-18, "xent_course", color=LOSS)
    ax.set(title="The fewer digits, the sooner a small loss is 0", xlim=(0, 60), ylim=(1e-27, 10))
    ax.set(xlabel="z, the lead of the right class", ylabel="loss of the logits [z, 0] (nats)")
    return ax


def loss_surface(x: Floats, t: Floats, *, newton: Floats, descent: Floats) -> Sequence[Axes]:
    """Draw one column, the sigmoid that the walks end at, and the walks over the mean loss.

    Each walk is an array of (slope, intercept), one row a step.
    """
    _, (left, right) = plt.subplots(1, 2, figsize=(7.4, 3.4), layout="constrained")
    slope, intercept = newton[-1]
    grid = np.linspace(x.min() - 0.2, x.max() + 0.2, 201)
    left.plot(grid, sigmoid(slope * grid + intercept), color=MODEL)
    left.plot(x, t, "|", color=DATA, ms=12, alpha=0.7)
    left.text(grid[0], 0.07, "t = 0", color=DATA)
    left.text(grid[-1], 0.93, "t = 1", color=DATA, ha="right", va="top")
    left.text(-0.35, 0.55, "model", color=MODEL, ha="right")
    left.set(title="The best sigmoid", xlabel="x (standard deviations)", ylabel="probability")
    w, b = np.meshgrid(np.linspace(-1, 10, 111), np.linspace(-2.6, 2.6, 81))
    z = w[..., None] * x + b[..., None]
    mean = np.mean(softplus(z) - z * t, axis=-1)
    levels = (0.17, 0.2, 0.3, 0.5, 0.8, 1.2)
    lines = right.contour(w, b, mean, levels=levels, colors=LOSS, linewidths=1, alpha=0.5)
    right.clabel(lines, fontsize=8)
    right.plot(*descent.T, color=DATA, lw=4, alpha=0.6)
    right.plot(*newton.T, "o-", color=MODEL, ms=4, lw=1.4)
    right.text(4.2, -1.75, f"Newton: {len(newton) - 1} steps", color=MODEL)
    right.text(0.4, 2.1, f"gradient descent: {len(descent) - 1} steps", color=DATA)
    right.set(title="Two walks, one end", xlabel="slope", ylabel="intercept")
    return left, right


def squared_error_stalls(*, start: float = -10.0, ax: Axes | None = None) -> Axes:
    """Draw a sigmoid's answer to label 1 on the way downhill, by cross-entropy and squared error.

    Both start at the logit `start` and take steps of size 1.
    """
    ax = _axes(ax)
    for name, power, at in (("cross-entropy", 0, 16), ("squared error", 1, 19_000)):
        z, answers = start, []
        for _ in range(100_000):
            s = 1 / (1 + math.exp(-z))
            answers.append(s)
            z += (1 - s) * (s * (1 - s)) ** power
        ax.semilogx(np.arange(1, len(answers) + 1), answers, color=(LOSS, DATA)[power])
        ax.text(at, 0.55, name, color=(LOSS, DATA)[power], ha="right" if power else "left")
    ax.axhline(1, color=TRUTH, lw=1, ls="--")
    ax.text(1.1, 1.03, "label 1", color=TRUTH)
    ax.set(title="Squared error stalls where cross-entropy walks", ylim=(-0.03, 1.15))
    ax.set(xlabel="steps of size 1", ylabel="answer σ(z)", xlim=(1, 1e5), yticks=(0, 0.5, 1))
    return ax


def towards_the_floor(
    counts: Sequence[int], own: Sequence[float], fresh: Sequence[float], *, ax: Axes | None = None
) -> Axes:
    """Draw a network's loss less the truth's, on its own and on fresh photos, by their number."""
    ax = _axes(ax)
    ax.semilogx(counts, fresh, "o-", color=LOSS)
    ax.semilogx(counts, own, "o-", color=DATA)
    ax.axhline(0, color=TRUTH, lw=1.4, ls="--")
    note: Any = {"textcoords": "offset points", "va": "center"}
    ax.annotate("expected, on fresh photos", (counts[0], fresh[0]), (14, 0), color=LOSS, **note)
    ax.annotate("on its own photos", (counts[0], own[0]), (14, 0), color=DATA, **note)
    ax.annotate("the truth", (counts[0], 0), (0, 8), color=TRUTH, **note)
    ax.set(title="Fresh photos: down to the truth and no lower")
    ax.set(xlabel="number of training photos", ylabel="loss less the truth’s (nats)")
    ax.set_xticks(counts, [str(count) for count in counts])
    ax.minorticks_off()
    return ax


def _bell(x: Floats, mean: float, sd: float) -> Floats:
    bell: Floats = np.exp(-(((x - mean) / sd) ** 2) / 2) / (sd * math.sqrt(2 * math.pi))
    return bell


def _axes(ax: Axes | None) -> Axes:
    return plt.subplots(layout="constrained")[1] if ax is None else ax


use_book_style()


def softmax_twice(floor: float, *, ax: Axes | None = None) -> Axes:
    """Draw the loss of the logits [z, 0, 0] with one softmax and with two, and their floor."""
    ax = _axes(ax)
    logits = np.zeros((241, 3))
    logits[:, 0] = z = np.linspace(-4, 8, 241)
    once, twice = (-np.log(softmax(x)[:, 0]) for x in (logits, softmax(logits)))
    ax.plot(z, once, color=LOSS)
    ax.plot(z, twice, "--", color=LOSS)
    ax.axhline(floor, color=DATA, lw=1.2, ls=":")
    ax.text(-2.2, 3.4, "softmax once", color=LOSS)
    ax.text(-3.9, 1.7, "softmax twice", color=LOSS, va="bottom")
    ax.text(7.9, floor + 0.08, f"floor {floor:.4f}", color=DATA, ha="right")
    ax.set(title="With two softmaxes the loss stops at a floor", xlim=(-4, 8), ylim=(0, 4))
    ax.set(xlabel="z, the lead of the right class", ylabel="loss of the logits [z, 0, 0] (nats)")
    return ax
