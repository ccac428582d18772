"""Load a part of the demonstration in a forked process, in parallel with a part that touches other tables.

Each part has its own transaction: it is loaded completely or not at all, and a second run of the command loads the
missing parts.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from django.db import connection, connections

from pacte.kernel.errors import ConfigurationError, PacteError

# Elsewhere the system libraries are not fork-safe.
_MAY_FORK = sys.platform == "linux"


_PR_SET_PDEATHSIG = 1  # PR_SET_PDEATHSIG


@contextmanager
def run_in_child_process(part: Callable[[], None]) -> Iterator[Callable[[], None]]:
    """Run ``part`` in a child process with its own connection, from committed data.

    Waits for it when the block ends, or earlier when the block calls the yielded function. Where no child is possible
    (within a transaction, on another system) the part runs after the block.

    Raises ``ConfigurationError`` when the child failed.
    """
    if connection.in_atomic_block or not _MAY_FORK:
        yield lambda: None
        part()
        return
    connections.close_all()
    receiver, sender = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("fork").Process(target=_run, args=(part, sender), daemon=True)
    child.start()
    sender.close()
    with ExitStack() as on_failure:
        # An error in this block also stops the child process.
        on_failure.callback(_stop, child)
        yield child.join
        on_failure.pop_all()
    failure = _failure(receiver)
    child.join()
    if failure or child.exitcode:
        raise ConfigurationError("demo_part", "Une partie de la démonstration n’a pas pu être écrite.", failure)


def _stop(child: BaseProcess) -> None:
    child.terminate()
    child.join()


def _failure(receiver: Connection) -> str:
    """Error message sent by the child; empty on success."""
    try:
        return str(receiver.recv())
    except EOFError:
        return "Son processus s’est arrêté."


def _run(part: Callable[[], None], sender: Connection) -> None:
    # A killed command leaves no child behind; an interrupted one stops its child itself.
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    try:
        part()
        sender.send("")
    except PacteError as error:
        sender.send(str(error))
    finally:
        connections.close_all()
