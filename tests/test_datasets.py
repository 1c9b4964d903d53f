"""The running example against an independent density, and what its truth implies."""

import numpy as np
import pytest
from scipy.integrate import dblquad
from scipy.stats import multivariate_normal

from xent_course.datasets import GaussianClasses, iris, photos


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


def test_iris_is_fishers() -> None:
    flowers = iris()
    assert flowers.features.shape == (150, 4)
    assert flowers.class_names == ("setosa", "versicolor", "virginica")
    assert flowers.feature_names[2] == "petal length"
    np.testing.assert_array_equal(np.bincount(flowers.targets), [50, 50, 50])
