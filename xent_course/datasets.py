"""The data of the course: a running example whose truth is known, and real sets.

The real sets are the ones bundled with scikit-learn: nothing is downloaded. A classifier never
sees the true p(y | x); here the reader can.
Chapter: 01_classification and every chapter after it.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.polynomial.hermite_e import hermegauss
from numpy.typing import NDArray

from xent_course.special import log_softmax, logsumexp, softmax

Floats = NDArray[np.floating[Any]]
Labels = NDArray[np.int64]

PHOTO_CLASSES = ("airplane", "train", "cat")
PHOTO_FEATURES = ("sky", "fur")
SCENE_LABELS = ("cat", "dog", "couch", "airplane", "train", "car")


class Dataset(NamedTuple):
    """Examples with their classes."""

    features: Floats
    """One row an example, shape (N, D)."""
    targets: Labels
    """Integer classes, shape (N,)."""
    feature_names: tuple[str, ...]
    """What the D columns measure."""
    class_names: tuple[str, ...]
    """What the classes 0, 1, ... are called."""


@dataclass(frozen=True)
class GaussianClasses:
    """A classification problem whose p(x), p(y) and p(y | x) are known.

    Class ``k`` has prior ``priors[k]`` and features drawn from a Gaussian with mean ``means[k]``
    and one ``covariance`` for all classes. Sharing it is what makes the log posterior linear in
    ``x``: p(y | x) is exactly the softmax of ``x @ weights.T + intercept``.

    Parameters
    ----------
    priors : array (K,)
        Probability of each class.
    means : array (K, D)
        Mean of the features of each class.
    covariance : array (D, D)
        Shared covariance, positive definite.
    """

    priors: Floats
    means: Floats
    covariance: Floats

    @property
    def weights(self) -> Floats:
        """Weights ``(K, D)`` of the true logits."""
        return np.linalg.solve(self.covariance, self.means.T).T

    @property
    def intercept(self) -> Floats:
        """Intercepts ``(K,)`` of the true logits."""
        intercept: Floats = np.log(self.priors) - 0.5 * np.sum(self.weights * self.means, axis=-1)
        return intercept

    def sample(self, size: int, *, seed: int) -> tuple[Floats, Labels]:
        """Draw ``size`` pairs (x, y); the same ones for the same ``seed``."""
        rng = np.random.default_rng(seed)
        targets = rng.choice(len(self.priors), size=size, p=self.priors)
        noise = rng.standard_normal((size, self.means.shape[1]))
        return self.means[targets] + noise @ self._root.T, targets

    def logits(self, features: Floats) -> Floats:
        """Return the true logits ``(..., K)`` at ``features`` ``(..., D)``."""
        return features @ self.weights.T + self.intercept

    def posterior(self, features: Floats) -> Floats:
        """Return the true p(y | x), shape ``(..., K)``, at ``features`` ``(..., D)``."""
        return softmax(self.logits(features))

    def log_density(self, features: Floats) -> Floats:
        """Return log p(x), shape ``(...,)``, in nats: the mixture of the class densities."""
        # log p(x) = log sum_k p(k) N(x | m_k, S): what the logits leave out is the same for all k.
        whitened = np.linalg.solve(self._root, features[..., None])[..., 0]
        shared = -0.5 * np.sum(whitened**2, axis=-1) - self._log_normaliser
        log_density: Floats = logsumexp(self.logits(features)) + shared
        return log_density

    def conditional_entropy(self, *, nodes: int = 64) -> tuple[float, float]:
        """Return H(Y | X) in nats and an estimate of the error of the integration.

        The integral over x has no closed form. It is a Gauss-Hermite sum with ``nodes`` points
        an axis, class by class; the error is the change from three quarters as many points.
        """
        value, coarse = self._entropy_sum(nodes), self._entropy_sum(3 * nodes // 4)
        return value, abs(value - coarse)

    @property
    def _root(self) -> Floats:
        return np.linalg.cholesky(self.covariance)

    @property
    def _log_normaliser(self) -> float:
        dimensions = self.means.shape[1]
        return float(np.log(np.diag(self._root)).sum() + 0.5 * dimensions * np.log(2 * np.pi))

    def _entropy_sum(self, nodes: int) -> float:
        points, weights = hermegauss(nodes)
        dimensions = self.means.shape[1]
        grid = np.stack(np.meshgrid(*[points] * dimensions, indexing="ij"), axis=-1)
        mass = np.prod(np.stack(np.meshgrid(*[weights] * dimensions, indexing="ij")), axis=0)
        mass = mass / mass.sum()
        total = 0.0
        for k, prior in enumerate(self.priors):
            log_posterior = log_softmax(self.logits(self.means[k] + grid @ self._root.T))
            total -= float(prior * np.sum(mass * log_posterior[..., k]))
        return total


def photos() -> GaussianClasses:
    """Return the running example: photos of an airplane, a train or a cat.

    The features are how much ``sky`` a photo shows and how much ``fur``, in units of their spread
    within a class. The classes overlap, so that even the true p(y | x) is often unsure.

    Examples
    --------
    >>> photos().posterior(np.zeros(2)).round(2)
    array([0.12, 0.82, 0.06])
    """
    return GaussianClasses(
        priors=np.array([0.3, 0.4, 0.3]),
        means=np.array([[1.5, -0.5], [0.0, 0.0], [-1.0, 1.5]]),
        covariance=np.array([[1.0, 0.3], [0.3, 1.0]]),
    )


@dataclass(frozen=True)
class HiddenPlace:
    """A multilabel problem whose joint p(t | x) over all label vectors is known.

    Each photo is taken at a place that nobody writes down. The place has a prior and a Gaussian
    of features, as the classes of `places` have; given the place, the K labels are independent.
    Given ``x`` alone they are not: one label tells something about the place, and so about the
    others.

    Parameters
    ----------
    places : GaussianClasses
        The P hidden places and the features ``x`` of their photos.
    chances : array (P, K)
        Probability of each label at each place, strictly between 0 and 1.
    """

    places: GaussianClasses
    chances: Floats

    def sample(self, size: int, *, seed: int) -> tuple[Floats, Labels]:
        """Draw ``size`` photos: features ``(size, D)`` and labels ``(size, K)`` of 0 and 1."""
        features, hidden = self.places.sample(size, seed=seed)
        # A stream of its own: with the seed alone it would repeat the one that drew the features.
        draws = np.random.default_rng([seed, 1]).random((size, self.chances.shape[1]))
        return features, (draws < self.chances[hidden]).astype(np.int64)

    def marginals(self, features: Floats) -> Floats:
        """Return p(t_k = 1 | x), shape ``(..., K)``, at ``features`` ``(..., D)``."""
        marginals: Floats = self.places.posterior(features) @ self.chances
        return marginals

    def joint(self, features: Floats) -> Floats:
        """Return p(t | x), shape ``(..., 2, ..., 2)``: K axes, index 1 where the label holds."""
        posterior = self.places.posterior(features)
        tables = np.ones(len(self.chances))
        for chance in self.chances.T:
            pair = np.stack([1 - chance, chance], axis=-1)  # (P, 2)
            tables = tables[..., None] * pair.reshape(len(pair), *[1] * (tables.ndim - 1), 2)
        joint: Floats = np.tensordot(posterior, tables, axes=1)
        return joint


def scenes() -> HiddenPlace:
    """Return the multilabel example: photos that may hold a cat, a dog, a couch, ...

    The one feature is how much ``sky`` a photo shows. The hidden place is a room or a street, and
    equally often one or the other.

    Examples
    --------
    >>> problem = scenes()
    >>> dict(zip(SCENE_LABELS, problem.marginals(np.zeros(1)).round(3).tolist()))
    {'cat': 0.3, 'dog': 0.35, 'couch': 0.41, 'airplane': 0.03, 'train': 0.06, 'car': 0.425}
    >>> problem.joint(np.zeros(1)).shape
    (2, 2, 2, 2, 2, 2)
    """
    return HiddenPlace(
        places=GaussianClasses(
            priors=np.array([0.5, 0.5]), means=np.array([[-1.0], [1.0]]), covariance=np.eye(1)
        ),
        chances=np.array([[0.5, 0.4, 0.8, 0.01, 0.02, 0.05], [0.1, 0.3, 0.02, 0.05, 0.1, 0.8]]),
    )


def iris() -> Dataset:
    """Return Fisher's iris flowers: 150 flowers, 4 lengths in cm, 3 species.

    They come from scikit-learn's own files.

    References
    ----------
    R. A. Fisher (1936), "The use of multiple measurements in taxonomic problems",
    Annals of Eugenics 7, 179-188, doi:10.1111/j.1469-1809.1936.tb02137.x.
    """
    bundle = _bundled("load_iris")
    names = tuple(str(name).removesuffix(" (cm)") for name in bundle.feature_names)
    return Dataset(bundle.data, bundle.target, names, tuple(map(str, bundle.target_names)))


def breast_cancer() -> Dataset:
    """Return the Wisconsin tumours: 569 of them, 30 measures of their cell nuclei, 2 classes.

    Class 0 is malignant, class 1 benign. The first ten columns are means over the nuclei of a
    tumour, the next ten standard errors, the last ten the worst nuclei. From scikit-learn's files.

    References
    ----------
    W. N. Street, W. H. Wolberg, O. L. Mangasarian (1993), "Nuclear feature extraction for breast
    tumor diagnosis", Proc. SPIE 1905, 861-870, doi:10.1117/12.148698.
    """
    return _dataset("load_breast_cancer")


def digits() -> Dataset:
    """Return handwritten digits: 1797 pictures of 8 x 8 grey levels 0 to 16, 10 classes.

    They come from scikit-learn's own files: the test part of the set below.

    References
    ----------
    E. Alpaydin, C. Kaynak (1998), "Optical Recognition of Handwritten Digits", UCI Machine
    Learning Repository, doi:10.24432/C50P49.
    """
    return _dataset("load_digits")


def _dataset(loader: str) -> Dataset:
    bundle = _bundled(loader)
    columns, classes = (
        tuple(map(str, part)) for part in (bundle.feature_names, bundle.target_names)
    )
    return Dataset(bundle.data, bundle.target, columns, classes)


def _bundled(loader: str) -> Any:
    try:
        import sklearn.datasets
    except ImportError as missing:
        message = "the real data sets come with scikit-learn: pip install scikit-learn"
        raise ImportError(message) from missing
    return getattr(sklearn.datasets, loader)()
