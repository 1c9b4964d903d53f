"""The five losses of PyTorch, values and gradients, over every option, shape and both dtypes.

Where PyTorch departs on purpose (its clamps, its nan) the departure itself is tested below, so
that a release which changes it is noticed.
"""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xent_course import gradients, information, losses

torch = pytest.importorskip("torch")
F = torch.nn.functional

REDUCTIONS = st.sampled_from(["mean", "sum", "none"])
DTYPES = st.sampled_from([np.float64, np.float32])
BATCHES = st.lists(st.integers(1, 4), max_size=3).map(tuple)
SEEDS = st.integers(0, 2**32 - 1)


def tensor(array):
    """A tensor with classes in PyTorch's place, axis 1 (rows of a flat batch)."""
    return None if array is None else torch.tensor(np.asarray(array))


def agree(ours, theirs, scale=1.0):
    """Equal shape and dtype, and equal to the rounding of the narrower computation, PyTorch's."""
    theirs = theirs.detach().numpy()
    ours = np.asarray(ours)
    assert ours.shape == theirs.shape
    assert ours.dtype == theirs.dtype
    room = 40 * np.finfo(ours.dtype).eps
    assert np.all(np.abs(ours - theirs) <= room * (scale + np.abs(theirs)))


def compare(name, first, target, torch_target, torch_options, options, flat):
    """Value and gradient of one loss, on the flat batch that PyTorch takes."""
    value, gradient = getattr(gradients, name)(first, target, **options)
    same = getattr(losses, name)(first, target, **options)
    assert np.array_equal(value, same)
    x = tensor(first.reshape(-1, first.shape[-1]) if flat else first).requires_grad_(True)
    torch_name = {"cross_entropy_with_logits": "cross_entropy"}.get(name, name)
    theirs = getattr(F, torch_name)(x, torch_target, **torch_options)
    theirs.sum().backward()
    scale = 1.0 + float(np.max(np.abs(first))) * max(1, first.size)
    agree(np.reshape(value, theirs.shape), theirs, scale)
    agree(gradient.reshape(x.shape), x.grad, 10.0)


@given(SEEDS, BATCHES, st.integers(2, 6), DTYPES, REDUCTIONS, st.booleans(), st.booleans(),
       st.sampled_from([0.0, 0.1, 0.5, 1.0]), st.sampled_from([None, -100, 1]))  # fmt: skip
def test_cross_entropy(seed, batch, k, kind, reduction, weighted, soft, smoothing, ignore):
    rng = np.random.default_rng(seed)
    z = (rng.normal(size=(*batch, k)) * 5).astype(kind)
    weight = rng.uniform(0.1, 3, k).astype(kind) if weighted else None
    options = {"weight": weight, "label_smoothing": smoothing, "reduction": reduction}
    if soft:
        target = rng.dirichlet(np.ones(k), size=batch).astype(kind)
    else:
        target = rng.integers(0, k, batch)
        if ignore is not None:
            target = np.where(rng.random(batch) < 0.3, ignore, target)
            target.reshape(-1)[0] = 0
            options["ignore_index"] = ignore
    torch_options = {**options, "weight": tensor(weight)}
    flat = tensor(target.reshape(-1, k) if soft else target.reshape(-1))
    compare("cross_entropy_with_logits", z, target, flat, torch_options, options, True)


@given(SEEDS, BATCHES, st.integers(1, 6), DTYPES, REDUCTIONS, st.booleans(),
       st.sampled_from([None, -100, 0]))  # fmt: skip
def test_nll_loss(seed, batch, k, kind, reduction, weighted, ignore):
    rng = np.random.default_rng(seed)
    log_q = np.log(rng.dirichlet(np.ones(k), size=batch)).astype(kind)
    weight = rng.uniform(0.1, 3, k).astype(kind) if weighted else None
    target, options = rng.integers(0, k, batch), {"weight": weight, "reduction": reduction}
    if ignore is not None:
        target = np.where(rng.random(batch) < 0.3, ignore, target)
        target.reshape(-1)[0] = k - 1
        options["ignore_index"] = ignore
    if ignore == 0 and k == 1:
        return  # everything is ignored: see the departures
    torch_options = {**options, "weight": tensor(weight)}
    compare("nll_loss", log_q, target, tensor(target.reshape(-1)), torch_options, options, True)


def sigmoid_case(seed, shape, kind, soft, weighting):
    rng = np.random.default_rng(seed)
    target = rng.random(shape) if soft else rng.integers(0, 2, shape)
    sizes = {"none": None, "last": shape[-1:], "all": shape}[weighting]
    weight = None if sizes is None else rng.uniform(0, 3, sizes).astype(kind) + kind(0.1)
    return rng, target.astype(kind), weight


@given(SEEDS, BATCHES, DTYPES, REDUCTIONS, st.booleans(), st.sampled_from(["none", "last", "all"]),
       st.sampled_from([None, "scalar", "last"]))  # fmt: skip
def test_binary_cross_entropy_with_logits(seed, shape, kind, reduction, soft, weighting, pos):
    rng, target, weight = sigmoid_case(seed, shape, kind, soft, weighting)
    z = np.asarray(rng.normal(size=shape) * 5, dtype=kind)
    sizes = {None: None, "scalar": (), "last": shape[-1:]}[pos]
    pos_weight = None if sizes is None else np.asarray(rng.uniform(0.1, 3, sizes), dtype=kind)
    options = {"weight": weight, "pos_weight": pos_weight, "reduction": reduction}
    torch_options = {**options, "weight": tensor(weight), "pos_weight": tensor(pos_weight)}
    compare(
        "binary_cross_entropy_with_logits", z, target, tensor(target), torch_options, options, False
    )


@given(SEEDS, BATCHES, DTYPES, REDUCTIONS, st.booleans(), st.sampled_from(["none", "last", "all"]))
def test_binary_cross_entropy(seed, shape, kind, reduction, soft, weighting):
    rng, target, weight = sigmoid_case(seed, shape, kind, soft, weighting)
    q = np.asarray(rng.uniform(0.05, 0.95, size=shape), dtype=kind)
    options = {"weight": weight, "reduction": reduction}
    torch_options = {**options, "weight": tensor(weight)}
    if kind == np.float32:  # PyTorch rounds 1 - q; near 1 that costs it more than rounding
        q = np.asarray(np.clip(q, 0.1, 0.9), dtype=kind)
    compare("binary_cross_entropy", q, target, tensor(target), torch_options, options, False)


@given(SEEDS, BATCHES, st.integers(1, 6), st.integers(2, 6), DTYPES, REDUCTIONS, st.booleans(),
       st.sampled_from([None, -100, 1]))  # fmt: skip
def test_linear_cross_entropy(seed, batch, d, v, kind, reduction, biased, ignore):
    rng = np.random.default_rng(seed)
    x, w = rng.normal(size=(*batch, d)).astype(kind), rng.normal(size=(v, d)).astype(kind)
    bias = rng.normal(size=v).astype(kind) if biased else None
    target, options = rng.integers(0, v, batch), {"reduction": reduction}
    if ignore is not None:
        target = np.where(rng.random(batch) < 0.3, ignore, target)
        target.reshape(-1)[0] = 0
        options["ignore_index"] = ignore
    value, parts = gradients.linear_cross_entropy(x, w, target, bias=bias, **options)
    leaves = [tensor(a).requires_grad_(True) for a in (x, w, bias) if a is not None]
    logits = F.linear(*leaves).reshape(-1, v)
    theirs = F.cross_entropy(logits, tensor(target.reshape(-1)), **options)
    theirs.sum().backward()
    agree(np.reshape(value, theirs.shape), theirs, 20.0 * max(1, x.size))
    for part, leaf in zip(parts, leaves, strict=True):
        agree(part, leaf.grad, 20.0 * max(1, x.size))


def test_classes_on_axis_one():
    """PyTorch's images, (N, K, H, W), are ours with the classes moved to the end."""
    rng = np.random.default_rng(0)
    z, y = rng.normal(size=(2, 5, 3, 4)), rng.integers(0, 5, (2, 3, 4))
    theirs = F.cross_entropy(tensor(z), tensor(y), reduction="none")
    ours = losses.cross_entropy_with_logits(np.moveaxis(z, 1, -1), y, reduction="none")
    agree(ours, theirs)


def test_kl_div():
    rng = np.random.default_rng(1)
    p, q = rng.dirichlet(np.ones(6), size=(2, 4))
    theirs = F.kl_div(tensor(np.log(q)), tensor(p), reduction="none").sum(dim=-1)
    agree(information.kl_divergence(p, q), theirs)


def test_torch_has_a_linear_cross_entropy_of_its_own():
    if not hasattr(F, "linear_cross_entropy"):
        pytest.skip("this version of PyTorch has none")
    rng = np.random.default_rng(2)
    x, w, y = rng.normal(size=(7, 3)), rng.normal(size=(5, 3)), rng.integers(0, 5, 7)
    theirs = F.linear_cross_entropy(tensor(x), tensor(w), tensor(y))
    agree(losses.linear_cross_entropy(x, w, y), theirs)


# Departures: what PyTorch answers, and what we do instead.


def test_departure_saturated_losses():
    z = torch.tensor([[50.0, 0.0]], dtype=torch.float64)
    assert F.cross_entropy(z, torch.tensor([0])).item() == 0.0
    assert float(losses.cross_entropy_with_logits(z.numpy(), [0])) == pytest.approx(
        math.exp(-50), rel=1e-15, abs=0
    )
    z = torch.tensor([-40.0], dtype=torch.float64)
    assert F.binary_cross_entropy_with_logits(z, torch.zeros(1, dtype=torch.float64)).item() == 0.0
    assert float(losses.binary_cross_entropy_with_logits(z.numpy(), [0])) == pytest.approx(
        math.exp(-40), rel=1e-15, abs=0
    )


def test_departure_dead_gradients():
    z = torch.tensor([[50.0, 0.0]], dtype=torch.float64, requires_grad=True)
    F.cross_entropy(z, torch.tensor([0])).backward()
    assert z.grad[0, 0].item() == 0.0
    ours = gradients.cross_entropy_with_logits(z.detach().numpy(), [0])[1]
    assert ours[0, 0] == pytest.approx(-math.exp(-50), rel=1e-15, abs=0)


def test_departure_clamp_at_100():
    zero, one = torch.zeros(1, dtype=torch.float64), torch.ones(1, dtype=torch.float64)
    assert F.binary_cross_entropy(zero, one).item() == 100.0
    assert float(losses.binary_cross_entropy([0.0], [1.0])) == math.inf


@pytest.mark.parametrize("name", ["nll_loss", "cross_entropy"])
def test_departure_everything_ignored(name):
    log_q, y = np.log([[0.5, 0.5]]), [1]
    theirs = getattr(F, name)(tensor(log_q), tensor(y), ignore_index=1)
    assert math.isnan(theirs.item())
    ours = {"nll_loss": losses.nll_loss, "cross_entropy": losses.cross_entropy_with_logits}[name]
    with pytest.raises(ValueError, match="ignored"):
        ours(log_q, y, ignore_index=1)
    assert float(ours(log_q, y, ignore_index=1, reduction="sum")) == 0.0


def test_departure_soft_targets_that_are_no_distribution():
    z, t = np.zeros((1, 2)), np.array([[1.0, 1.0]])
    assert F.cross_entropy(tensor(z), tensor(t)).item() == pytest.approx(2 * math.log(2))
    with pytest.raises(ValueError, match="targets must sum to 1"):
        losses.cross_entropy_with_logits(z, t)


def test_departure_targets_outside_the_unit_interval():
    z, t = np.zeros(1), np.array([2.0])
    assert math.isfinite(F.binary_cross_entropy_with_logits(tensor(z), tensor(t)).item())
    with pytest.raises(ValueError, match=r"targets must lie in \[0, 1\]; found 2.0 at index 0"):
        losses.binary_cross_entropy_with_logits(z, t)


def test_departure_one_class():
    assert F.cross_entropy(torch.tensor([[3.0]]), torch.tensor([0])).item() == 0.0
    with pytest.raises(ValueError, match="at least 2 classes"):
        losses.cross_entropy_with_logits([[3.0]], [0])


def test_departure_anything_passes_for_log_probabilities():
    assert F.nll_loss(torch.tensor([[0.25, 0.75]]), torch.tensor([0])).item() == -0.25
    with pytest.raises(ValueError, match="log_probs"):
        losses.nll_loss([[0.25, 0.75]], [0])


def test_departure_index_weights_all_zero():
    z, y, w = np.zeros((1, 2)), [0], np.array([0.0, 1.0])
    assert math.isnan(F.cross_entropy(tensor(z), tensor(y), weight=tensor(w)).item())
    with pytest.raises(ValueError, match="weight"):
        losses.cross_entropy_with_logits(z, y, weight=w)
