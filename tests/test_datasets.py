"""The running examples against independent densities, and what their truth implies."""

from itertools import product

import numpy as np
import pytest
from scipy.integrate import dblquad
from scipy.stats import multivariate_normal, norm

from xent_course.datasets import (
    SCENE_LABELS,
    GaussianClasses,
    HiddenPlace,
    breast_cancer,
    digits,
    iris,
    photos,
    scenes,
)


def joint(problem: GaussianClasses, x: np.ndarray) -> np.ndarray:
    """p(x, y) for every class, by Bayes' rule from SciPy's densities."""
    densities = [multivariate_normal(mean, problem.covariance).pdf(x) for mean in problem.means]
    return problem.priors * np.stack(densities, axis=-1)


@pytest.fixture
def points() -> np.ndarray:
    return np.random.default_rng(7).normal(scale=3, size=(200, 2))


def test_posterior_is_bayes_rule(points: np.ndarray) -> None:
    expected = joint(photos(), points)
    expected /= expected.sum(axis=-1, keepdims=True)
    np.testing.assert_allclose(photos().posterior(points), expected, rtol=1e-10)


def test_log_density_is_the_mixture(points: np.ndarray) -> None:
    expected = np.log(joint(photos(), points).sum(axis=-1))
    np.testing.assert_allclose(photos().log_density(points), expected, rtol=1e-12)


def test_one_point_and_a_batch_agree(points: np.ndarray) -> None:
    batch = photos().posterior(points.reshape(10, 20, 2))
    assert batch.shape == (10, 20, 3)
    np.testing.assert_array_equal(batch[3, 4], photos().posterior(points[64]))


def test_conditional_entropy_agrees_with_an_adaptive_integral() -> None:
    def integrand(b: float, a: float) -> float:
        each = joint(photos(), np.array([a, b]))
        return float(-np.sum(each * np.log(each / each.sum())))

    expected, _ = dblquad(integrand, -9, 9, -9, 9, epsabs=1e-8)
    value, error = photos().conditional_entropy()
    assert value == pytest.approx(expected, abs=1e-7)
    assert error < 1e-10


def test_too_few_nodes_are_admitted() -> None:
    exact, _ = photos().conditional_entropy()
    coarse, error = photos().conditional_entropy(nodes=8)
    assert abs(coarse - exact) < error
    assert error > 1e-8


def test_sample_is_repeatable_and_follows_the_priors() -> None:
    features, targets = photos().sample(50_000, seed=1)
    again, _ = photos().sample(50_000, seed=1)
    other, _ = photos().sample(50_000, seed=2)
    np.testing.assert_array_equal(features, again)
    assert not np.array_equal(features, other)
    shares = np.bincount(targets) / targets.size
    assert np.abs(shares - photos().priors).max() < 5 * np.sqrt(0.25 / targets.size)


def test_sample_has_the_covariance_that_was_promised() -> None:
    features, targets = photos().sample(100_000, seed=3)
    centred = features - photos().means[targets]
    spread = centred.T @ centred / len(centred)
    assert np.abs(spread - photos().covariance).max() < 5 * np.sqrt(2 / len(centred))


def by_hand(problem: HiddenPlace, x: float, t: tuple[int, ...]) -> float:
    """p(t | x) of one photo with one feature, by Bayes' rule over the places."""
    places, total, joint = problem.places, 0.0, 0.0
    for prior, mean, chances in zip(places.priors, places.means, problem.chances, strict=True):
        weight = prior * norm(mean[0], 1).pdf(x)
        total += weight
        for chance, holds in zip(chances, t, strict=True):
            weight *= chance if holds else 1 - chance
        joint += weight
    return joint / total


@pytest.mark.parametrize("sky", [-6.0, -0.3, 0.0, 2.5])
def test_every_label_vector_has_the_probability_that_bayes_rule_gives(sky: float) -> None:
    table = scenes().joint(np.array([sky]))
    for t in product((0, 1), repeat=6):
        assert table[t] == pytest.approx(by_hand(scenes(), sky, t), rel=1e-12)


def test_the_joint_of_a_batch_sums_to_one_and_has_the_marginals() -> None:
    x = np.linspace(-4, 4, 10).reshape(2, 5, 1)
    table, marginals = scenes().joint(x), scenes().marginals(x)
    assert table.shape == (2, 5, 2, 2, 2, 2, 2, 2)
    assert marginals.shape == (2, 5, 6)
    np.testing.assert_allclose(table[1, 3], scenes().joint(x[1, 3]), rtol=1e-14)
    np.testing.assert_allclose(table.sum(axis=(2, 3, 4, 5, 6, 7)), 1, rtol=1e-14)
    for k in range(len(SCENE_LABELS)):
        others = tuple(axis for axis in range(2, 8) if axis != k + 2)
        np.testing.assert_allclose(table.sum(axis=others)[..., 1], marginals[..., k], rtol=1e-13)


def test_labels_depend_on_one_another_until_the_place_is_plain() -> None:
    def both(sky: float) -> float:
        couch_and_car = scenes().joint(np.array([sky])).sum(axis=(0, 1, 3, 4))[1, 1]
        return float(couch_and_car / np.prod(scenes().marginals(np.array([sky]))[[2, 5]]))

    assert both(0.0) < 0.2
    assert both(-9.0) == pytest.approx(1, abs=1e-6)


def test_three_places_and_two_features_follow_the_same_rule() -> None:
    chances = np.array([[0.1, 0.9], [0.5, 0.5], [0.7, 0.2]])
    problem, x = HiddenPlace(photos(), chances), np.array([0.4, -1.0])
    expected = sum(
        weight * np.outer([1 - a, a], [1 - b, b])
        for weight, (a, b) in zip(photos().posterior(x), chances, strict=True)
    )
    np.testing.assert_allclose(problem.joint(x), expected, rtol=1e-14)


def test_sampled_labels_are_repeatable_and_follow_the_joint() -> None:
    x, t = scenes().sample(100_000, seed=1)
    np.testing.assert_array_equal(t, scenes().sample(100_000, seed=1)[1])
    assert not np.array_equal(t, scenes().sample(100_000, seed=2)[1])
    assert (x.shape, t.shape, set(t.ravel().tolist())) == ((100_000, 1), (100_000, 6), {0, 1})
    expected = scenes().joint(x).mean(axis=0)  # of the same photos
    shares = np.bincount(t @ (1 << np.arange(6)[::-1]), minlength=64).reshape(expected.shape) / 1e5
    assert np.abs(shares - expected).max() < 5 * np.sqrt(0.25 / 1e5)
    np.testing.assert_allclose(shares.sum(), 1, rtol=1e-12)


def test_iris_is_fishers() -> None:
    flowers = iris()
    assert flowers.features.shape == (150, 4)
    assert flowers.class_names == ("setosa", "versicolor", "virginica")
    assert flowers.feature_names[2] == "petal length"
    np.testing.assert_array_equal(np.bincount(flowers.targets), [50, 50, 50])


def test_breast_cancer_is_the_wisconsin_set() -> None:
    tumours = breast_cancer()
    assert tumours.features.shape == (569, 30)
    assert tumours.class_names == ("malignant", "benign")
    assert tumours.feature_names[0] == "mean radius"
    assert tumours.feature_names[9] == "mean fractal dimension"
    np.testing.assert_array_equal(np.bincount(tumours.targets), [212, 357])


def test_digits_are_small_grey_pictures() -> None:
    images = digits()
    assert images.features.shape == (1797, 64)
    assert images.class_names == tuple("0123456789")
    assert images.feature_names[:2] == ("pixel_0_0", "pixel_0_1")
    assert (images.features.min(), images.features.max()) == (0, 16)
    expected = [178, 182, 177, 183, 181, 182, 181, 179, 174, 180]
    np.testing.assert_array_equal(np.bincount(images.targets), expected)
