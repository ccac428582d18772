"""The solver of linear programmes, quiet and on one thread: what a programme asks is written by whoever asks it."""

from __future__ import annotations

import os
import sys
from functools import cache

import highspy


def solver() -> highspy.Highs:
    """A fresh programme, empty. It writes nothing on the standard output, which may be a document."""
    _greet_once()
    found = highspy.Highs()  # type: ignore[no-untyped-call]
    found.setOptionValue("output_flag", False)
    found.setOptionValue("threads", 1)
    return found


@cache
def _greet_once() -> None:
    """The first solver of a process writes its name on the standard output: not there."""
    sys.stdout.flush()
    kept = os.dup(1)
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 1)
        highspy.Highs()  # type: ignore[no-untyped-call]
    finally:
        os.dup2(kept, 1)
        os.close(kept)
