"""The sandbox child runs only functions marked for it, and the parent checks each of its answers."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import IO

import pytest

import pacte
from pacte.exchange.lheo.sandbox import CHECK_ENTRY, CORRECTION_ENTRY, DIAGNOSIS_ENTRY, IMPORT_ENTRY
from pacte.infra.attachments.inspection import IMAGE_ENTRY, PACKAGE_ENTRY, PDF_ENTRY
from pacte.infra.sandbox import parent, worker
from pacte.infra.sandbox.limits import SandboxLimits
from pacte.infra.sandbox.parent import (
    SandboxFailure,
    SandboxFailureCause,
    SandboxMessages,
    SandboxRefusal,
    run_sandboxed,
)
from pacte.reference.file_parsing import ARCHIVE_ENTRY, FEATURES_ENTRY, TABLE_ENTRY

pytestmark = pytest.mark.usefixtures("new_interpreters")
SOURCE = Path(pacte.__file__).parent
ENTRY = "pacte.exchange.rows.worker.rows"
LIMITS = SandboxLimits(
    address_space=512 * 1024**2, cpu_seconds=5, silence_seconds=20, message_bytes=1000, answer_bytes=5000
)  # fmt: skip


class Kind(StrEnum):
    LETTER = "l"
    END = "e"


@contextmanager
def run(
    program: str, monkeypatch: pytest.MonkeyPatch, limits: SandboxLimits = LIMITS
) -> Iterator[SandboxMessages[Kind]]:
    """Messages of a child that runs this program instead of a reader."""
    say = "import os, sys, time; sys.path.insert(0, sys.argv[1]); from pacte.infra.sandbox.protocol import *"
    monkeypatch.setattr(parent, "_BOOTSTRAP", f"{say}; out = sys.stdout.buffer\n{program}")
    with a_file() as source, run_sandboxed(ENTRY, source, limits=limits, kinds=Kind, sampled_kinds=[Kind.END]) as told:
        yield told


@contextmanager
def a_file(content: bytes = b"") -> Iterator[IO[bytes]]:
    with tempfile.TemporaryFile() as source:
        source.write(content)
        source.seek(0)
        yield source


def failure(program: str, monkeypatch: pytest.MonkeyPatch, limits: SandboxLimits = LIMITS) -> SandboxFailureCause:
    with pytest.raises(SandboxFailure) as raised, run(program, monkeypatch, limits) as messages:
        for message in messages:
            message.json_object()
    return raised.value.cause


def test_messages_come_in_order_and_memory_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    program = "send_json_message(out, 'l', {'a': 1}); send_message(out, 'l', b''); send_message(out, 'e', b'{}')"
    with run(f"{program}; out.flush(); time.sleep(0.3)", monkeypatch) as messages:
        found = [(message.kind, message.body) for message in messages]
    assert found == [(Kind.LETTER, b'{"a":1}'), (Kind.LETTER, b""), (Kind.END, b"{}")]
    assert messages.peak_bytes > 1024**2


def test_a_refusal_bears_its_reasons(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SandboxRefusal) as refusal, run("send_refusal(out, {'code': 'é'})", monkeypatch) as messages:
        list(messages)
    assert refusal.value.reasons == {"code": "é"}


@pytest.mark.parametrize(
    ("program", "cause"),
    [
        ("send_message(out, 'z', b'{}')", SandboxFailureCause.UNREADABLE),
        ("out.write(b'\\xff\\0\\0\\0\\0')", SandboxFailureCause.UNREADABLE),
        ("out.write(b'l\\0\\0')", SandboxFailureCause.UNREADABLE),
        ("out.write(b'l\\0\\0\\0\\x09{}')", SandboxFailureCause.UNREADABLE),
        ("send_message(out, 'l', b'[]')", SandboxFailureCause.UNREADABLE),
        ("send_message(out, 'l', b'[' * 999)", SandboxFailureCause.UNREADABLE),
        ("send_message(out, 'x', b'no json')", SandboxFailureCause.UNREADABLE),
        ("send_message(out, 'l', b'{}'); out.flush(); os._exit(3)", SandboxFailureCause.UNREADABLE),
        ("os.kill(os.getpid(), 11)", SandboxFailureCause.UNREADABLE),
        ("os.kill(os.getpid(), 9)", SandboxFailureCause.KILLED),
        ("out.write(b'l\\0\\0'); out.flush(); os.kill(os.getpid(), 9)", SandboxFailureCause.KILLED),
        ("send_message(out, 'l', b'x' * 1001)", SandboxFailureCause.TOO_LONG),
        ("out.write(b'l\\xff\\xff\\xff\\xff')", SandboxFailureCause.TOO_LONG),
        ("\nwhile True: send_message(out, 'l', b'{}')", SandboxFailureCause.TOO_LONG),
    ],
)
def test_what_is_not_agreed_is_a_failure(
    program: str, cause: SandboxFailureCause, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert failure(program, monkeypatch) is cause


@pytest.mark.parametrize(
    ("program", "limits"),
    [
        ("time.sleep(60)", replace(LIMITS, silence_seconds=0.5)),
        ("time.sleep(60)", replace(LIMITS, wall_seconds=0.5)),
        # It sends messages without end: only the limit on the whole answer stops it.
        ("\nwhile True: send_message(out, 'l', b'{}'); out.flush(); time.sleep(0.01)",
         replace(LIMITS, wall_seconds=1.0, answer_bytes=None)),
        # It closes its output but stays alive.
        ("os.close(1); time.sleep(60)", replace(LIMITS, silence_seconds=0.5)),
    ],
)  # fmt: skip
def test_a_child_that_takes_its_time_is_stopped(
    program: str, limits: SandboxLimits, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert failure(program, monkeypatch, limits) is SandboxFailureCause.TOO_SLOW


def test_endless_computing_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    program = "from pacte.infra.sandbox.worker import limit_process; limit_process(512 * 1024**2, 1)\nwhile True: pass"
    assert failure(program, monkeypatch) is SandboxFailureCause.KILLED


def test_who_leaves_the_block_kills_the_child(monkeypatch: pytest.MonkeyPatch) -> None:
    with run("send_message(out, 'l', b'{}'); out.flush(); time.sleep(60)", monkeypatch) as messages:
        assert next(iter(messages)).body == b"{}"
    assert messages._process.returncode == -9


@pytest.mark.parametrize(
    "path",
    [
        "os.system", "subprocess.run", "pacte.infra.embedded_postgres.start", "pacte.worker;import os.x",
        "pacte.exchange.rows.worker", "pacte.exchange.rows.worker.rows()", "pacte..worker.rows", "", "../worker.rows",
    ],
)  # fmt: skip
def test_only_a_function_of_a_worker_module_is_started(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("subprocess.Popen", None)
    with pytest.raises(ValueError, match=r".*"), a_file() as source:
        run_sandboxed(path, source, limits=LIMITS, kinds=Kind).__enter__()


def test_a_function_that_is_not_marked_does_not_run() -> None:
    """« parse_rows » is in a worker module but is no entry point: the child stops before it reads the file."""
    path = "pacte.exchange.rows.worker.parse_rows"
    with pytest.raises(KeyError, match="parse_rows"):
        worker.main(path, LIMITS.as_argument())
    with (
        a_file(b"a;b\n1;2\n") as source,
        pytest.raises(SandboxFailure),
        run_sandboxed(path, source, limits=LIMITS, kinds=Kind) as messages,
    ):
        list(messages)


def test_every_entry_that_a_parent_names_is_marked_and_nobody_else_sets_limits() -> None:
    named = {CHECK_ENTRY, IMPORT_ENTRY, DIAGNOSIS_ENTRY, CORRECTION_ENTRY, TABLE_ENTRY, FEATURES_ENTRY, ARCHIVE_ENTRY}
    named |= {PDF_ENTRY, PACKAGE_ENTRY, IMAGE_ENTRY}
    for path in SOURCE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        named |= {line.split('"')[1] for line in text.splitlines() if line.startswith("_ENTRY = ")}
        assert "setrlimit" not in text or path == Path(worker.__file__), path
    for entry in named:
        import_module(entry.rpartition(".")[0])
    assert named == set(worker._entries)
    assert len(named) == 13
