"""A process that loads the readers once and forks a bounded child per file: hundreds of files in a few seconds.

The product starts a new interpreter per file instead; the code that runs inside and its limits are the same.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import subprocess
import sys
from types import TracebackType
from typing import Self

from pacte.exchange.limits import PLAN, FileBounds
from pacte.exchange.sandbox import launcher
from pacte.infra.sandbox import parent
from pacte.infra.sandbox.parent import SandboxFailureCause
from pacte.infra.sandbox.protocol import MESSAGE_HEADER, REFUSAL

_HEAD = struct.Struct("<LL")
_PROGRAM = """
import os, struct, sys
sys.path.insert(0, sys.argv[1])
from pacte.exchange.limits import PLAN
from pacte.exchange.sandbox.worker import answer_into
from pacte.infra.sandbox.worker import limit_process
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
        limit_process(PLAN.address_space, PLAN.cpu_seconds)
        with os.fdopen(1, "wb") as answer:
            answer_into(data, answer, name)
        os._exit(0)
    os.close(into)
    with os.fdopen(out, "rb") as answered:
        written = answered.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    target.write(head.pack(status & 0xFFFF, len(written)) + written)
    target.flush()
"""


class Nursery:
    """Replaces ``bounded._answer_of_child``, for files within the bounds of a plan."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-X", "utf8", "-c", _PROGRAM, parent._SOURCE_FOLDER],
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
            code = struct.unpack("<h", struct.pack("<H", status))[0]
            is_killed = code in (-signal.SIGXCPU, -signal.SIGKILL)
            cause = SandboxFailureCause.KILLED if is_killed else SandboxFailureCause.UNREADABLE
            launcher._raise_failure(cause, name, bounds)
        letter, _ = MESSAGE_HEADER.unpack(written[: MESSAGE_HEADER.size])
        body = bytes(written[MESSAGE_HEADER.size :])
        if letter == REFUSAL.encode():
            launcher._raise_refusal(json.loads(body), name, bounds)
        return body
