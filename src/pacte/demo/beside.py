"""A part of the demonstration told by another process while this one goes on: two halves that touch other tables.

Each has its transaction: a part is there whole or not at all, and a second call of the command tells those that lack.
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

from pacte.kernel.errors import Misconfigured, PacteError

# Elsewhere a process that forked is not safe with the libraries of the system.
_MAY_FORK = sys.platform == "linux"


_DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG


@contextmanager
def beside(part: Callable[[], None]) -> Iterator[Callable[[], None]]:
    """Runs ``part`` in a child with a connection of its own, from what is committed, and waits for it at the end; or
    before, when the block calls what it is given.

    Where there is no child (within a transaction, on another system) the part runs once the block has ended.

    Raises ``Misconfigured`` when the child failed.
    """
    if connection.in_atomic_block or not _MAY_FORK:
        yield lambda: None
        part()
        return
    connections.close_all()
    ours, its = multiprocessing.Pipe(duplex=False)
    child = multiprocessing.get_context("fork").Process(target=_run, args=(part, its), daemon=True)
    child.start()
    its.close()
    with ExitStack() as unless_done:
        # Whatever stops this block stops the part beside it.
        unless_done.callback(_stop, child)
        yield child.join
        unless_done.pop_all()
    failure = _failure(ours)
    child.join()
    if failure or child.exitcode:
        raise Misconfigured("demo_part", "Une partie de la démonstration n’a pas pu être écrite.", failure)


def _stop(child: BaseProcess) -> None:
    child.terminate()
    child.join()


def _failure(ours: Connection) -> str:
    """What the child says at its end: nothing when all went well."""
    try:
        return str(ours.recv())
    except EOFError:
        return "Son processus s’est arrêté."


def _run(part: Callable[[], None], its: Connection) -> None:
    # A command that is killed leaves no half at work behind it; one that is interrupted ends its child itself.
    ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    try:
        part()
        its.send("")
    except PacteError as error:
        its.send(str(error))
    finally:
        connections.close_all()
