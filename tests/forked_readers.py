"""Readers of files forked from one process that has loaded them: a new interpreter for each file takes half a second.

The product starts a new interpreter instead. What runs inside, its rights, its limits and its messages are the same.
"""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import IO, Any, Final, Self

from pacte.infra.sandbox import parent
from pacte.infra.system_users import unprivileged_popen_options

START: Final = parent._start_child
_BOOTSTRAP: Final = parent._BOOTSTRAP
_READERS: Final = (
    "pacte.exchange.sandbox.worker", "pacte.exchange.rows.worker", "pacte.exchange.lheo.check_worker",
    "pacte.exchange.lheo.import_worker", "pacte.exchange.lheo.correction_worker",
    "pacte.reference.certification_flux.worker", "pacte.reference.file_worker",
    "pacte.infra.attachments.pdf_worker", "pacte.infra.attachments.package_worker",
    "pacte.infra.attachments.image_worker",
)  # fmt: skip
_NUMBER: Final = struct.Struct("<q")
# For each file, a first fork waits for the second one, which reads, and writes its number, then how it ended.
_PROGRAM: Final = """
import io, json, os, signal, socket, struct, sys
from importlib import import_module
source_folder, descriptor, *readers = sys.argv[1:]
sys.path.insert(0, source_folder)
from pacte.infra.sandbox.worker import main
for reader in readers:
    import_module(reader)

def read(request, file, out):
    os.dup2(file, 0)
    os.dup2(out, 1)
    os.closerange(3, 256)
    if "user" in request:
        os.setgroups(request["extra_groups"])
        os.setgid(request["group"])
        os.setuid(request["user"])
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.stdin, sys.stdout = io.TextIOWrapper(open(0, "rb")), io.TextIOWrapper(open(1, "wb"))
    main(*request["words"])

def watch(request, file, out, told):
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    child = os.fork()
    if not child:
        code = 1
        try:
            read(request, file, out)
            code = 0
        finally:
            os._exit(code)
    os.close(out)
    os.write(told, struct.pack("<q", child))
    os.write(told, struct.pack("<q", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])))

requests = socket.socket(fileno=int(descriptor))
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
while True:
    data, descriptors, _, _ = socket.recv_fds(requests, 1 << 16, 3)
    if not data:
        break
    if not os.fork():
        watch(json.loads(data), *descriptors)
        os._exit(0)
    for each in descriptors:
        os.close(each)
"""


class ForkedChild:
    """What the parent of a sandbox uses of ``subprocess.Popen``."""

    def __init__(self, out: int, told: int) -> None:
        self.stdout = os.fdopen(out, "rb")
        self._told = os.fdopen(told, "rb", buffering=0)
        (self.pid,) = _NUMBER.unpack(self._told.read(_NUMBER.size))
        self.returncode: int | None = None

    def wait(self, timeout: float | None = None) -> int:
        """Exit code, negative for a signal. Raises ``subprocess.TimeoutExpired`` after ``timeout`` seconds."""
        if self.returncode is None:
            if not select.select([self._told], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired("reader", timeout or 0.0)
            (self.returncode,) = _NUMBER.unpack(self._told.read(_NUMBER.size))
        return int(self.returncode)

    def poll(self) -> int | None:
        try:
            return self.wait(0)
        except subprocess.TimeoutExpired:
            return None

    def kill(self) -> None:
        # It may have ended, and its exit code be on its way.
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.stdout.close()
        self.wait()
        self._told.close()


class ReaderForks:
    """The process that forks, started when the first file is read."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._requests, self._theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)

    def start_child(self, words: Sequence[str], source: IO[bytes], environment: Mapping[str, str]) -> Any:
        """In the place of ``parent._start_child``, which still runs the programs that a test gives it."""
        if parent._BOOTSTRAP is not _BOOTSTRAP:
            return START(words, source, environment)
        if self._process is None:
            self._process = self._start()
        request = {"words": list(words), "environment": dict(environment), **unprivileged_popen_options()}
        (out, into), (told, answered) = os.pipe(), os.pipe()
        socket.send_fds(self._requests, [json.dumps(request).encode()], [source.fileno(), into, answered])
        os.close(into)
        os.close(answered)
        return ForkedChild(out, told)

    def stop(self) -> None:
        self._requests.close()
        self._theirs.close()
        if self._process is not None:
            self._process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        descriptor = self._theirs.fileno()
        command = [sys.executable, "-I", "-X", "utf8", "-c", _PROGRAM, parent._SOURCE_FOLDER, str(descriptor)]
        return subprocess.Popen(
            [*command, *_READERS], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={}, pass_fds=[descriptor],
        )  # fmt: skip
