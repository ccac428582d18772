"""Declares which database function a test covers, and checks that the test really calls it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

import psycopg
import pytest

from tests.database_functions.scratch_database import ScratchDatabase, is_stub_error

# Function name -> refusal messages that the tests provoke.
CALLED: dict[str, set[str]] = {}
_Test = Callable[[ScratchDatabase], None]


def calls(function: str, *refusals: str) -> Callable[[_Test], _Test]:
    """Runs the test twice: it must pass, then fail with the stub error once the function is stubbed.

    So a test that no longer reaches the function fails. ``refusals``: messages that the test provokes.
    """
    CALLED.setdefault(function, set()).update(refusals)

    def decorate(test: _Test) -> _Test:
        @wraps(test)
        def checked(base: ScratchDatabase) -> None:
            with base.rolled_back():
                test(base)
            base.stub(function)
            with pytest.raises(psycopg.Error) as error, base.rolled_back():
                test(base)
            assert is_stub_error(error.value), error.value

        return checked

    return decorate
