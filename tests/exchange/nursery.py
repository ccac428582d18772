"""A process that has loaded the readers once and forks a bounded child a file: three hundred files in a few seconds.

The product starts a new interpreter a file instead; what runs inside, and its limits, are the same.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from types import TracebackType
from typing import Self

from pacte.exchange.limits import PLAN, FileBounds
from pacte.exchange.sandbox import launcher

_HEAD = struct.Struct("<LL")
_PROGRAM = """
import json, os, struct, sys
sys.path.insert(0, sys.argv[1])
from pacte.exchange.sandbox.worker import apply_resource_limits, parse_to_json
head = struct.Struct("<LL")
source, target = sys.stdin.buffer, sys.stdout.buffer
while start := source.read(head.size):
    sizes = head.unpack(start)
    name, data = source.read(sizes[0]).decode(), source.read(sizes[1])
    out, into = os.pipe()
    child = os.fork()
    if not child:
        # What the bounded child holds: three descriptors, of which the second is its answer.
        os.dup2(into, 1)
        os.closerange(3, 64)
        apply_resource_limits()
        written = json.dumps(parse_to_json(data, name)).encode()
        while written:
            written = written[os.write(1, written):]
        os._exit(0)
    os.close(into)
    with os.fdopen(out, "rb") as answered:
        written = answered.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    target.write(head.pack(status & 0xFFFF, len(written)) + written)
    target.flush()
"""


class Nursery:
    """Stands in for ``bounded._answer_of_child``, for files within the bounds of a plan."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-X", "utf8", "-c", _PROGRAM, launcher._SOURCE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
        )
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._process.communicate()

    def answer(self, data: bytes, name: str, bounds: FileBounds = PLAN) -> bytes:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        encoded = os.fsencode(name)
        self._process.stdin.write(_HEAD.pack(len(encoded), len(data)) + encoded + data)
        self._process.stdin.flush()
        status, size = _HEAD.unpack(self._process.stdout.read(_HEAD.size))
        written = self._process.stdout.read(size)
        if status:
            launcher._raise_worker_failure(struct.unpack("<h", struct.pack("<H", status))[0], name, bounds)
        return bytes(written)
