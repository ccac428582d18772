"""Parses an untrusted file in a sandboxed child process. The parent validates its answer or reports its failure."""

from __future__ import annotations

import json
import os
import re
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path, PurePosixPath
from typing import IO, NoReturn

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.limits import PLAN, FileBounds
from pacte.exchange.records import CellArea, CellKind, FileKind, Grid, GridCell, ParsedFile
from pacte.infra.system_users import unprivileged_popen_options

_SOURCE = str(Path(__file__).resolve().parents[3])
# The file name may be personal data and every user of the machine sees arguments: it is passed in the environment.
_NAME = "PACTE_FILE_NAME"
_BOOT = (
    "import os, sys; sys.path.insert(0, sys.argv[1]); from pacte.exchange.sandbox.worker import main;"
    f" main(os.environ[{_NAME!r}], *sys.argv[2:])"
)
_SEND_A_SMALLER_FILE = "Gardez la seule feuille utile, enregistrez le fichier au format .xlsx, puis déposez-le."


def parse_in_sandbox(data: bytes, *, name: str, bounds: FileBounds = PLAN) -> ParsedFile:
    """Parses a workbook or csv file into grids, or a yaml file into a tree. Raises only ``UnreadableFile``."""
    name = safe_file_name(name)
    if len(data) > bounds.file_bytes:
        raise UnreadableFile(
            "file_too_big",
            f"Le fichier « {name} » pèse {len(data) / 1024**2:.0f} Mio.".replace(".", ","),
            f"{bounds.noun} tient en moins de {bounds.file_bytes // 1024**2} Mio.",
            _SEND_A_SMALLER_FILE,
        )
    return _validated_answer(_decode_answer(_answer_of_child(data, name, bounds), name, bounds), name, bounds)


def safe_file_name(name: str) -> str:
    """Returns the short last part of a file name, without control or direction characters: safe to display."""
    last = PurePosixPath(name.replace("\\", "/")).name
    visible = re.sub(r"\s+", " ", "".join(sign for sign in last if sign.isprintable())).strip()
    if len(visible) > 100:
        stem, dot, suffix = visible.rpartition(".")
        visible = f"{stem[:90]}…{dot}{suffix[:8]}" if dot else f"{visible[:99]}…"
    return visible or "fichier"


def _answer_of_child(data: bytes, name: str, bounds: FileBounds) -> bytes:
    """Returns the output of the child if it exits normally. The file is passed through an unnamed temporary file."""
    with tempfile.TemporaryFile() as input_file:
        input_file.write(data)
        input_file.seek(0)
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
            [sys.executable, "-I", "-X", "utf8", "-c", _BOOT, _SOURCE, bounds.name],
            stdin=input_file,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={_NAME: name},
            close_fds=True,
            **unprivileged_popen_options(),
        )
        with child:
            assert child.stdout is not None
            try:
                written = _read_all(child.stdout, name, bounds)
            except UnreadableFile:
                child.kill()
                raise
        if child.returncode != 0:
            _raise_worker_failure(child.returncode, name, bounds)
        return written


def _read_all(stream: IO[bytes], name: str, bounds: FileBounds) -> bytes:
    deadline = time.monotonic() + bounds.wall_seconds
    chunks: list[bytes] = []
    size = 0
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        while selector.select(timeout=max(0.0, deadline - time.monotonic())):
            chunk = os.read(stream.fileno(), 1 << 16)
            if not chunk:
                return b"".join(chunks)
            chunks.append(chunk)
            size += len(chunk)
            if size > bounds.answer_bytes:
                raise UnreadableFile(
                    "file_too_long",
                    f"Le fichier « {name} » contient trop de texte.",
                    f"{bounds.noun} n'atteint jamais cette taille.",
                    _SEND_A_SMALLER_FILE,
                )
    raise _timeout_error(name, bounds)


def _timeout_error(name: str, bounds: FileBounds) -> UnreadableFile:
    return UnreadableFile(
        "file_too_slow",
        f"Le fichier « {name} » est trop long à lire.",
        f"Il est fabriqué pour occuper le serveur. {bounds.noun} n'est jamais si long à lire.",
        _SEND_A_SMALLER_FILE,
    )


def _raise_worker_failure(code: int, name: str, bounds: FileBounds) -> NoReturn:
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        raise _timeout_error(name, bounds)
    raise UnreadableFile(
        "file_unreadable",
        f"Le fichier « {name} » ne peut pas être lu.",
        "Il est abîmé, ou demande une mémoire démesurée.",
        "Ouvrez-le dans un tableur, enregistrez-le sous un autre nom au format .xlsx, puis déposez-le.",
    )


def _decode_answer(written: bytes, name: str, bounds: FileBounds) -> dict[str, object]:
    try:
        answer = json.loads(written)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        _raise_worker_failure(1, name, bounds)
    return answer


def _validated_answer(answer: dict[str, object], name: str, bounds: FileBounds) -> ParsedFile:
    """Validates the answer of the child, which is not trusted: an unexpected shape makes the file unreadable."""
    try:
        if answer["kind"] == "refused":
            texts = [answer[key] for key in ("code", "what", "why", "todo", "sheet", "column")]
            code, what, why, todo, sheet, column = (_text(each) for each in texts)
            raise UnreadableFile(
                code, f"{name} : {what}", why, todo, sheet=sheet, row=_integer(answer["row"]), column=column
            )
        kind = FileKind(_text(answer["kind"]))
        if kind is FileKind.YAML:
            lines = {_text(path): _integer(line) for path, line in _mapping(answer["lines"]).items()}
            return ParsedFile(kind=kind, name=name, tree=answer["tree"], lines=lines)  # type: ignore[arg-type]
        return ParsedFile(kind=kind, name=name, grids=tuple(_grid(each, bounds) for each in _list(answer["grids"])))
    except (KeyError, TypeError, ValueError):
        _raise_worker_failure(1, name, bounds)


def _grid(answer: object, bounds: FileBounds) -> Grid:
    sheet = _mapping(answer)
    return Grid(
        sheet=_text(sheet["sheet"]),
        cells={
            _position(row, column, bounds): GridCell(_text(text), CellKind(_text(kind)))
            for row, column, kind, text in map(_list, _list(sheet["cells"]))
        },
        merged=tuple(
            CellArea(*_position(top, left, bounds), *_position(bottom, right, bounds))
            for top, left, bottom, right in map(_list, _list(sheet["merged"]))
        ),
        comments={
            _position(row, column, bounds): _text(text) for row, column, text in map(_list, _list(sheet["comments"]))
        },
        yellow=frozenset(_position(row, column, bounds) for row, column in map(_list, _list(sheet["yellow"]))),
        is_hidden=sheet["hidden"] is True,
    )


def _position(row: object, column: object, bounds: FileBounds) -> tuple[int, int]:
    place = _integer(row), _integer(column)
    if not (0 < place[0] <= bounds.rows and 0 < place[1] <= bounds.columns):
        raise ValueError(place)
    return place


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _integer(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError(value)
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise TypeError(value)
    return value


def _mapping(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise TypeError(value)
    return value
