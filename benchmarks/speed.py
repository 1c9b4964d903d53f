"""Speed and memory as ratios: ours to the peer's, interleaved in one run, one thread each.

CPU time, so that a busy machine counts less; the median of several rounds, and the quartiles of
their ratios. All of it twice, in a process with ordinary pages of memory and in one with NumPy's
huge pages. Memory is what a call adds to the peak of a process of its own.
"""

import gc
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

PAGE = Path("book/reference/speed.md")
CHECKED = (
    "cross_entropy_with_logits",
    "binary_cross_entropy_with_logits",
    "entropy",
    "cross_entropy",
    "kl_divergence",
)


def interleaved(ours, theirs, rounds):
    """Return the seconds of both in each round, in turn, after one round that does not count."""
    seconds = [], []
    for _ in range(rounds + 1):
        for function, found in zip((ours, theirs), seconds, strict=True):
            gc.collect()
            start = time.process_time()
            function()
            found.append(time.process_time() - start)
    return tuple(found[1:] for found in seconds)


def softmax_problem(n, k, kind):
    rng = np.random.default_rng(0)
    return (3 * rng.standard_normal((n, k), dtype=kind)), rng.integers(0, k, n)


def cross_entropy(n, k, kind, rounds):
    import torch

    from xent_course import gradients

    z, y = softmax_problem(n, k, kind)
    tz, ty = torch.from_numpy(z), torch.from_numpy(y)

    def theirs():
        x = tz.detach().requires_grad_(True)
        torch.nn.functional.cross_entropy(x, ty).backward()

    return interleaved(lambda: gradients.cross_entropy_with_logits(z, y), theirs, rounds)


def cross_entropy_value(rounds):
    from scipy.special import log_softmax

    from xent_course import losses

    z, y = softmax_problem(4096, 1000, np.float64)
    rows = np.arange(len(z))
    return interleaved(
        lambda: losses.cross_entropy_with_logits(z, y),
        lambda: -log_softmax(z, axis=1)[rows, y].mean(),
        rounds,
    )


def binary(kind, rounds):
    import torch

    from xent_course import losses

    rng = np.random.default_rng(0)
    z = 3 * rng.standard_normal(10**7, dtype=kind)
    t = (rng.random(10**7) < 0.5).astype(kind)
    f, tz, tt = torch.nn.functional, torch.from_numpy(z), torch.from_numpy(t)
    return interleaved(
        lambda: losses.binary_cross_entropy_with_logits(z, t),
        lambda: f.binary_cross_entropy_with_logits(tz, tt),
        rounds,
    )


def divergence(rounds):
    from scipy import stats

    from xent_course import information

    p, q = np.random.default_rng(0).dirichlet(np.ones(1000), size=(2, 4096))
    return interleaved(
        lambda: information.kl_divergence(p, q), lambda: stats.entropy(p, q, axis=1), rounds
    )


def linear_problem():
    rng = np.random.default_rng(0)
    x = rng.standard_normal((2048, 768), dtype=np.float32)
    w = rng.standard_normal((50257, 768), dtype=np.float32) / 28
    return x, w, rng.integers(0, len(w), len(x))


def linear_torch(x, w, y, gradient):
    import torch

    f = torch.nn.functional
    if not gradient:
        with torch.no_grad():
            return f.cross_entropy(f.linear(torch.from_numpy(x), torch.from_numpy(w)),
                                   torch.from_numpy(y))  # fmt: skip
    a, b = torch.from_numpy(x).requires_grad_(True), torch.from_numpy(w).requires_grad_(True)
    f.cross_entropy(f.linear(a, b), torch.from_numpy(y)).backward()
    return a.grad, b.grad


def linear_own(x, w, y, gradient):
    """PyTorch's own linear_cross_entropy, chunked, where there is one."""
    import torch

    a, b = (torch.from_numpy(v).requires_grad_(gradient) for v in (x, w))
    options = torch.nn.LinearCrossEntropyOptions()
    f = torch.nn.functional.linear_cross_entropy
    loss = f(a, b, torch.from_numpy(y), options=options)
    if gradient:
        loss.backward()
    return a.grad, b.grad


def linear_ours(x, w, y, gradient):
    from xent_course import gradients, losses

    return (gradients if gradient else losses).linear_cross_entropy(x, w, y)


def linear(gradient, rounds, peer=linear_torch):
    x, w, y = linear_problem()
    return interleaved(
        lambda: linear_ours(x, w, y, gradient), lambda: peer(x, w, y, gradient), rounds
    )


def high_water():
    """Peak bytes of this process since the mark was last reset (Linux)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024


def added(which, gradient):
    """Bytes that one call adds to the peak of this process; run in a fresh one."""
    x, w, y = linear_problem()
    call = {"ours": linear_ours, "torch": linear_torch, "own": linear_own}[which]
    call(x[:2], w[:3], y[:2] % 3, gradient)  # whatever is loaded on first use
    Path("/proc/self/clear_refs").write_text("5")  # the mark falls to what is in use now
    before = high_water()
    kept = call(x, w, y, gradient)
    return high_water() - before, kept


def peak(which, gradient):
    """The same from a process of its own, one thread."""
    code = (
        "import torch; torch.set_num_threads(1); from benchmarks import speed; "
        f"print(speed.added({which!r}, {gradient})[0])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return int(done.stdout)


def regression(name, rounds):
    from sklearn import datasets
    from sklearn.linear_model import LogisticRegression

    from xent_course.logistic import fit

    if name == "synthetic":
        rng = np.random.default_rng(0)
        x = rng.normal(size=(100_000, 50))
        y = (x @ rng.normal(size=50) * 0.3 + rng.logistic(size=len(x)) > 0).astype(int)
    else:
        x, y = getattr(datasets, f"load_{name}")(return_X_y=True)
        width = x.std(axis=0)
        x = (x - x.mean(axis=0)) / np.where(width == 0, 1, width)
    peer = LogisticRegression(C=1.0, solver="newton-cholesky", tol=1e-10, max_iter=1000)
    return interleaved(lambda: fit(x, y, l2=1.0), lambda: peer.fit(x, y), rounds)


def validation(name, kind, rounds):
    """Seconds with and without the tests of the input, by switching them off for a moment."""
    from xent_course import _arrays, _softmax_loss, information, losses

    rng = np.random.default_rng(0)
    p, q = rng.dirichlet(np.ones(1000), size=(2, 4096)).astype(kind)
    z, y = softmax_problem(4096, 1000, kind)
    arguments = {
        "cross_entropy_with_logits": (z, y),
        "binary_cross_entropy_with_logits": (z, p),
        "entropy": (p,),
    }.get(name, (p, q))
    function = getattr(losses if "logits" in name else information, name)
    switches = [(_arrays, "in_unit_interval", lambda *_: None),
                (information._Rows, "take", lambda s, part: s.rows[part].astype("d", copy=False)),
                (information._Rows, "check", lambda _: None),
                (_softmax_loss, "_sure", lambda *_: True)]  # fmt: skip

    def without():
        kept = [(place, n, getattr(place, n)) for place, n, _ in switches]
        for place, n, off in switches:
            setattr(place, n, off)
        try:
            function(*arguments)
        finally:
            for place, n, on in kept:
                setattr(place, n, on)

    return interleaved(lambda: function(*arguments), without, rounds)


def plan():
    """Return what is measured: the work, the peer, the goal, and how."""
    import torch

    f32, f64 = np.float32, np.float64
    torch_both, kl = "PyTorch, forward and backward", "`scipy.stats.entropy`"
    layer = "PyTorch, `cross_entropy(linear(x))`"
    own = "PyTorch's own `linear_cross_entropy`, chunked"
    newton = "scikit-learn, newton-cholesky, C = 1"
    rows = [
        ("cross-entropy, value and gradient, 2048 × 50257, float32", torch_both, 0.5,
         lambda: cross_entropy(2048, 50257, f32, 9)),
        ("cross-entropy, value and gradient, 2048 × 50257, float64", torch_both, 0.4,
         lambda: cross_entropy(2048, 50257, f64, 7)),
        ("cross-entropy, value and gradient, 4096 × 1000, float32", torch_both, 1.0,
         lambda: cross_entropy(4096, 1000, f32, 41)),
        ("cross-entropy, value and gradient, 4096 × 1000, float64", torch_both, 1.0,
         lambda: cross_entropy(4096, 1000, f64, 41)),
        ("cross-entropy, value, 4096 × 1000, float64", "SciPy, log_softmax and take", 0.7,
         lambda: cross_entropy_value(41)),
        ("binary cross-entropy of logits, value, 10 million, float32", "PyTorch", 0.5,
         lambda: binary(f32, 11)),
        ("binary cross-entropy of logits, value, 10 million, float64", "PyTorch", 0.4,
         lambda: binary(f64, 11)),
        ("KL divergence of rows, 4096 × 1000, float64", kl, 0.8, lambda: divergence(21)),
        ("linear_cross_entropy, 2048 × 768 × 50257, value and gradient, float32", layer, 1.0,
         lambda: linear(True, 3)),
        ("… its memory", layer, 0.2, lambda: ([peak("ours", True)], [peak("torch", True)])),
        ("linear_cross_entropy, value only, float32", layer, 1.0, lambda: linear(False, 3)),
        ("… its memory", layer, 0.06, lambda: ([peak("ours", False)], [peak("torch", False)])),
        ("linear_cross_entropy, value and gradient, float32", own, None,
         lambda: linear(True, 3, linear_own)),
        ("… its memory", own, None, lambda: ([peak("ours", True)], [peak("own", True)])),
        ("logistic.fit to 1e-10, l2 = 1: breast_cancer", newton, 1.0,
         lambda: regression("breast_cancer", 41)),
        ("logistic.fit: synthetic, 100000 × 50", newton, 1.0, lambda: regression("synthetic", 9)),
        ("logistic.fit: digits", newton, 1.2, lambda: regression("digits", 7)),
    ]  # fmt: skip
    return [row for row in rows if row[1] != own or hasattr(torch.nn, "LinearCrossEntropyOptions")]


def measure(pages):
    """Measure everything in this process, and print one line of JSON for each row."""
    import torch

    torch.set_num_threads(1)
    for work, peer, goal, how in plan():
        if "memory" in work and pages == "huge":  # the same, whatever the pages
            continue
        ours, theirs = how()
        ratios = [a / b for a, b in zip(ours, theirs, strict=True)]
        spread = statistics.quantiles(ratios, n=4)[::2] if len(ratios) > 1 else None
        ratio = statistics.median(ours) / statistics.median(theirs)
        row = {"work": work, "peer": peer, "goal": goal, "ours": statistics.median(ours)}
        print(json.dumps(row | {"ratio": ratio, "spread": spread}), flush=True)
    for name in CHECKED if pages == "ordinary" else ():
        for kind in (np.float64, np.float32):
            tested, untested = map(statistics.median, validation(name, kind, 41))
            print(json.dumps({"check": name, "cost": tested / untested - 1}), flush=True)


def rows(pages):
    """Return what a process with these pages of memory measured."""
    setting = {"ordinary": "0", "huge": "1"}[pages]
    code = f"from benchmarks import speed; speed.measure({pages!r})"
    found = []
    with subprocess.Popen(
        [sys.executable, "-c", code],
        env=os.environ | {"NUMPY_MADVISE_HUGEPAGE": setting},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        for line in process.stdout:
            print(pages, line, end="", flush=True)
            found.append(json.loads(line))
    if process.returncode:
        raise RuntimeError(f"the process with {pages} pages ended with {process.returncode}")
    return found


def told(row):
    """Say a ratio and its quartiles, which stay on one line."""
    if row is None:
        return ""
    spread = " ({:.2f}\u00a0to\u00a0{:.2f})".format(*row["spread"]) if row["spread"] else ""
    return f"{row['ratio']:.2f}{spread}"


def amount(row):
    """Say what we need: memory or time."""
    if "memory" in row["work"]:
        return f"{row['ours'] / 2**20:.0f}\u00a0MB"
    seconds = row["ours"]
    return f"{seconds:.2f}\u00a0s" if seconds >= 1 else f"{seconds * 1e3:.1f}\u00a0ms"


def missed(row, other):
    """Say where a row misses its goal, or nothing."""
    pairs = (("ordinary", row), ("huge", other))
    over = [f"{found['ratio']:.2f} with {name} pages" for name, found in pairs
            if row["goal"] and found and found["ratio"] > row["goal"]]  # fmt: skip
    return f"- {row['work']}: {', '.join(over)}; the goal is {row['goal']}" if over else ""


def run():
    """Measure everything under both settings, and write the page."""
    ordinary, huge = rows("ordinary"), rows("huge")
    again = {(row["work"], row["peer"]): row for row in huge}
    lines, misses = [], []
    for row in (row for row in ordinary if "work" in row):
        other = again.get((row["work"], row["peer"]))
        cells = [row["work"], told(row), told(other), row["goal"] or "none", amount(row)]
        lines.append("| " + " | ".join(map(str, [*cells, row["peer"]])) + " |")
        misses.append(missed(row, other))
    misses = list(filter(None, misses))
    costs = {}
    for row in (row for row in ordinary if "check" in row):
        costs.setdefault(row["check"], []).append(f"{row['cost']:.0%}".replace("-", "−"))
    checks = [f"| `{name}` | {' | '.join(found)} |" for name, found in costs.items()]
    verdict = "\n".join(["Not met:", "", *misses]) if misses else "All goals are met."
    page = TEXT.format(table="\n".join(lines), checks="\n".join(checks), verdict=verdict)
    PAGE.write_text(page)
    print("\nspeed goals missed:", *misses or ["none"], sep="\n")


TEXT = """\
# How fast?

This page is written by `make bench`: ratios of CPU time (or memory) to the peer's, both on one
thread and taken in turn in one run, medians after a round that does not count; in brackets the
quartiles of the rounds. Below 1 the package needs less. The numbers belong to the machine that
wrote the page; the ratios travel better, but not all the way: where PyTorch fills fresh
temporaries, much of its time is the operating system's, and that depends on what ran before. NumPy
asks the system for huge pages of memory where it can, PyTorch does not. The first ratio is with
ordinary pages for both, the second with NumPy's default.

| work | ratio, ordinary pages | ratio, NumPy's default | goal | ours | against |
| --- | --- | --- | --- | --- | --- |
{table}

{verdict}

Memory is what a call adds to the peak of a process of its own, results included.

Accuracy comes first. float32 is computed in float64 and rounded once, which doubles the arithmetic
of PyTorch's float32; what wins it back is that blocks of rows stay in the cache, in place, and that
value and gradient come from one pass.

## What looking at the input costs

What testing 4096 × 1000 numbers adds to the time of a call (a few percent either way is noise):

| function | float64 | float32 |
| --- | --- | --- |
{checks}

The losses see from their own sums that nothing was wrong, and look only if something was. Entropy
and divergence take one logarithm a number, so cheap that the sum and the maximum which show a
distribution are a larger part. Below zero: the sum fetched the numbers that the logarithm reads.
"""
