"""Prophet's posterior (linear trend, additive terms), maximised in process, many series at once.

The same density as Prophet's Stan program: y ~ N(Z theta, sigma), k, m ~ N(0, 5), delta ~
Laplace(0, tau), beta ~ N(0, sigmas), sigma ~ half-N(0, 0.5). Given sigma it is a ridge regression
with a Laplace penalty, which we solve by re-weighted ridges (no step lowers the density). Given
theta the best sigma has a closed form. Series that share their dates share Z'Z.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from forecasts.series.panel import Matrix

STEPS: Final = 200
CLOSE: Final = 1e-5
SMALLEST_SLOPE: Final = 1e-8
SIGMA_PRIOR: Final = 0.5
LEVEL_PRIOR: Final = 5.0


@dataclass(frozen=True)
class Design:
    """What series with the same dates share: scaled times, change points, regressors, priors."""

    t: Matrix
    t_change: Matrix
    x: Matrix
    sigmas: Matrix
    tau: float

    def basis(self, t: Matrix) -> Matrix:
        """Columns of the trend at times `t`: slope, offset, then one hinge for each change."""
        hinges = np.maximum(t[:, None] - self.t_change[None, :], 0.0)
        return np.column_stack([t, np.ones_like(t), hinges])


@dataclass(frozen=True)
class Fitted:
    """The maximum: `theta` holds k, m, deltas and betas, one row a series."""

    theta: Matrix
    sigma: Matrix
    changes: int

    @property
    def trend(self) -> Matrix:
        return self.theta[:, : 2 + self.changes]

    @property
    def beta(self) -> Matrix:
        return self.theta[:, 2 + self.changes :]


def maximise(y: Matrix, design: Design) -> Fitted:
    """The maximum of the posterior for every row of `y` (scaled as Prophet scales it)."""
    z = np.column_stack([design.basis(design.t), design.x])
    changes = len(design.t_change)
    gram, moment = z.T @ z, y @ z
    ridge = np.concatenate([
        np.full(2, LEVEL_PRIOR**-2), np.zeros(changes), np.asarray(design.sigmas) ** -2.0
    ])  # fmt: skip
    weights = np.repeat(ridge[None, :], len(y), axis=0)
    weights[:, 2 : 2 + changes] = design.tau**-2
    sigma = np.maximum(y.std(axis=1), 1e-3)
    theta = np.zeros((len(y), z.shape[1]))
    active = np.arange(len(y))
    for _ in range(STEPS):
        new = _ridge(gram, moment[active], weights[active], sigma[active])
        moved = np.abs((new - theta[active]) @ z.T).max(axis=1)
        theta[active] = new
        slopes = np.abs(new[:, 2 : 2 + changes])
        weights[active, 2 : 2 + changes] = 1.0 / (design.tau * np.maximum(slopes, SMALLEST_SLOPE))
        sigma[active] = _sigma(y[active] - new @ z.T)
        active = active[moved > CLOSE]
        if not active.size:
            break
    return Fitted(theta, sigma, changes)


def _ridge(gram: Matrix, moment: Matrix, weights: Matrix, sigma: Matrix) -> Matrix:
    """Solves (gram / sigma^2 + diag(weights)) theta = moment / sigma^2 for every series.

    Scaled by the root of the weights, so that a slope fixed at zero (a huge weight) is no problem.
    """
    variance = sigma[:, None] ** 2
    root = 1.0 / np.sqrt(weights)
    left = gram[None] * root[:, :, None] * root[:, None, :] / variance[:, :, None]
    left[:, np.arange(gram.shape[0]), np.arange(gram.shape[0])] += 1.0
    right = (moment / variance * root)[:, :, None]
    return np.asarray(np.linalg.solve(left, right)[:, :, 0] * root)


def _sigma(residuals: Matrix) -> Matrix:
    """The sigma at which -T ln s - RSS / 2s^2 - s^2 / 2p^2 is greatest, p the prior's scale."""
    count = residuals.shape[1]
    rss = (residuals**2).sum(axis=1)
    b = 1.0 / SIGMA_PRIOR**2
    variance = (-count + np.sqrt(count**2 + 4 * b * rss)) / (2 * b)
    return np.asarray(np.sqrt(np.maximum(variance, 1e-12)))
