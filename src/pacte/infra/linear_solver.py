"""Linear programming solver, silent and single-threaded. Callers build the model."""

from __future__ import annotations

import os
import sys
from functools import cache

import highspy


def new_solver() -> highspy.Highs:
    """A new, empty HiGHS model. It writes nothing to standard output, which may be a document."""
    _silence_banner()
    highs = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    return highs


@cache
def _silence_banner() -> None:
    """Creates the first solver of the process with standard output closed: it prints a banner there."""
    sys.stdout.flush()
    stdout_copy = os.dup(1)
    try:
        with open(os.devnull, "wb") as devnull:
            os.dup2(devnull.fileno(), 1)
        highspy.Highs()  # type: ignore[no-untyped-call]
    finally:
        os.dup2(stdout_copy, 1)
        os.close(stdout_copy)
