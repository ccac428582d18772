"""Student's quantile for 95 % intervals made of few groups. Pure."""

from __future__ import annotations

NORMAL_QUANTILE = 1.959964
"""97.5 % quantile of the normal law."""
# The same of Student's law by degrees of freedom; beyond, Cornish and Fisher's expansion is exact to 0.001.
_STUDENT = (12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.3060, 2.2622, 2.2281)


def student_quantile(freedom: int) -> float:
    """97.5 % quantile of Student's law with that many degrees of freedom, one at least."""
    if freedom <= len(_STUDENT):
        return _STUDENT[freedom - 1]
    z = NORMAL_QUANTILE
    return z + (z**3 + z) / 4 / freedom + (5 * z**5 + 16 * z**3 + 3 * z) / 96 / freedom**2
