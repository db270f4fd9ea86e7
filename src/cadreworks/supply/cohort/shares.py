"""Into which parts does a small group fall, if larger ones are asked too? Counts and parent shares -> Dirichlet.

Counts of a group are multinomial, its shares Dirichlet about its parent's shares p with weight k: the posterior is
Dirichlet(counts + k p), whose mean is (counts + k p) / (n + k). The weight k is the one under which the counts of all
groups are most likely (Dirichlet-multinomial), on a grid from 1 to 10,000.
"""

from __future__ import annotations

import numpy as np
from scipy import special

from cadreworks.bands import Array
from cadreworks.supply.cohort.classes import Numbers

WEIGHTS = np.geomspace(1.0, 1e4, 33)


def pooled_shares(counts: Numbers, parent: Array) -> Array:
    """The weights of the Dirichlet posterior of each group, of the shape of counts (group, part).

    parent: shares of each group's parent, (group, part), each row summing to 1 or, where a group falls into no part
    at all, to 0; its posterior is then 0 too.
    """
    seen = counts.astype(np.float64)
    likelihood = [log_likelihood(seen, parent, weight).sum() for weight in WEIGHTS]
    alpha: Array = seen + float(WEIGHTS[int(np.argmax(likelihood))]) * parent
    return np.where(parent.sum(axis=-1, keepdims=True) > 0, alpha, 0.0)


def log_likelihood(counts: Array, parent: Array, weight: float) -> Array:
    """The log likelihood of each group's counts, given its parent's shares and their weight, less what lacks both."""
    alpha = weight * parent
    possible = alpha > 0
    terms = np.zeros_like(counts)
    terms[possible] = special.gammaln(alpha[possible] + counts[possible]) - special.gammaln(alpha[possible])
    total = np.where(possible, counts, 0.0).sum(axis=-1)
    found: Array = terms.sum(axis=-1) + special.gammaln(weight) - special.gammaln(weight + total)
    return found


def mean_shares(alpha: Array) -> Array:
    """The means of Dirichlets over the last axis; 0 where there is none."""
    total = alpha.sum(axis=-1, keepdims=True)
    shares: Array = np.divide(alpha, total, out=np.zeros_like(alpha), where=total > 0)
    return shares


def drawn_shares(rng: np.random.Generator, alpha: Array, draws: int) -> Array:
    """Draws of Dirichlets, of the shape (draws, *alpha.shape)."""
    drawn = rng.standard_gamma(np.broadcast_to(alpha, (draws, *alpha.shape)))
    total = drawn.sum(axis=-1, keepdims=True)
    centre = np.broadcast_to(mean_shares(alpha), drawn.shape).copy()
    shares: Array = np.divide(drawn, total, out=centre, where=total > 0)
    return shares
