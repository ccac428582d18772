"""Linear programming solver, silent and single-threaded. Callers build the model."""

from __future__ import annotations

import os
import sys
from functools import cache

import highspy


def solver() -> highspy.Highs:
    """A new, empty HiGHS model. It writes nothing to standard output, which may be a document."""
    _greet_once()
    found = highspy.Highs()  # type: ignore[no-untyped-call]
    found.setOptionValue("output_flag", False)
    found.setOptionValue("threads", 1)
    return found


@cache
def _greet_once() -> None:
    """Creates the first solver of the process with standard output closed: it prints a banner there."""
    sys.stdout.flush()
    kept = os.dup(1)
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 1)
        highspy.Highs()  # type: ignore[no-untyped-call]
    finally:
        os.dup2(kept, 1)
        os.close(kept)
