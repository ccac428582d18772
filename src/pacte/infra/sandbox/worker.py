"""Entry of the sandboxed child: imports one reader, gives up every right, then reads the file. It may die at any time.

The file comes on standard input, messages leave on standard output. Limits are set before the first byte is read:
memory, CPU time, no new file nor socket (no descriptor is left to open one), no write to disk, no core dump.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable
from importlib import import_module
from typing import IO, TypeVar

from pacte.infra.sandbox.protocol import checked_entry_path

FileReader = Callable[[IO[bytes], IO[bytes]], None]
"""Reads the file of the first stream, sends messages into the second."""

Entry = TypeVar("Entry", bound=Callable[..., FileReader])
_entries: dict[str, Callable[..., FileReader]] = {}


def sandbox_entry(function: Entry) -> Entry:
    """Allows the sandbox to run ``function``, and nothing that is not marked so.

    It is called with the arguments of the parent (texts) while files can still be opened: there it loads what it needs.
    It returns the reader, which is called under the limits.
    """
    _entries[f"{function.__module__}.{function.__name__}"] = function
    return function


def limit_process(address_space: int, cpu_seconds: int, cpu_grace_seconds: int = 1) -> None:
    """Leaves the process nothing but computing and the three descriptors that are already open."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (address_space, address_space))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + cpu_grace_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def main(path: str, limits: str, *arguments: str) -> None:
    """``path``: dotted name of a function marked ``@sandbox_entry``; ``limits``: ``SandboxLimits.as_argument()``."""
    import_module(checked_entry_path(path).rpartition(".")[0])
    read_file = _entries[path](*arguments)
    limit_process(*map(int, limits.split(",")))
    read_file(sys.stdin.buffer, sys.stdout.buffer)
    sys.stdout.buffer.flush()
