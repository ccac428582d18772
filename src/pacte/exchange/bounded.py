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

from pacte.exchange.limits import PLAN, Bounds
from pacte.exchange.records import Area, CellKind, FileKind, Grid, GridCell, Parsed
from pacte.exchange.unreadable import Unreadable
from pacte.infra.system_users import unprivileged_popen_options

_SOURCE = str(Path(__file__).resolve().parents[2])
# The file name may be personal data and every user of the machine sees arguments: it is passed in the environment.
_NAME = "PACTE_FILE_NAME"
_BOOT = (
    "import os, sys; sys.path.insert(0, sys.argv[1]); from pacte.exchange.bounded_child import main;"
    f" main(os.environ[{_NAME!r}], *sys.argv[2:])"
)
_SEND_SMALLER = "Gardez la seule feuille utile, enregistrez le fichier au format .xlsx, puis déposez-le."


def parse(data: bytes, *, name: str, bounds: Bounds = PLAN) -> Parsed:
    """Parses a workbook or csv file into grids, or a yaml file into a tree. Raises only ``UnreadableFile``."""
    name = safe_name(name)
    if len(data) > bounds.file_bytes:
        raise Unreadable(
            "file_too_big",
            f"Le fichier « {name} » pèse {len(data) / 1024**2:.0f} Mio.".replace(".", ","),
            f"{bounds.noun} tient en moins de {bounds.file_bytes // 1024**2} Mio.",
            _SEND_SMALLER,
        )
    return _parsed(_decoded(_answer_of_child(data, name, bounds), name, bounds), name, bounds)


def safe_name(name: str) -> str:
    """Returns the short last part of a file name, without control or direction characters: safe to display."""
    last = PurePosixPath(name.replace("\\", "/")).name
    visible = re.sub(r"\s+", " ", "".join(sign for sign in last if sign.isprintable())).strip()
    if len(visible) > 100:
        stem, dot, suffix = visible.rpartition(".")
        visible = f"{stem[:90]}…{dot}{suffix[:8]}" if dot else f"{visible[:99]}…"
    return visible or "fichier"


def _answer_of_child(data: bytes, name: str, bounds: Bounds) -> bytes:
    """Returns the output of the child if it exits normally. The file is passed through an unnamed temporary file."""
    with tempfile.TemporaryFile() as given:
        given.write(data)
        given.seek(0)
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
            [sys.executable, "-I", "-X", "utf8", "-c", _BOOT, _SOURCE, bounds.name],
            stdin=given,
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
            except Unreadable:
                child.kill()
                raise
        if child.returncode != 0:
            _say_death(child.returncode, name, bounds)
        return written


def _read_all(stream: IO[bytes], name: str, bounds: Bounds) -> bytes:
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
                raise Unreadable(
                    "file_too_long",
                    f"Le fichier « {name} » contient trop de texte.",
                    f"{bounds.noun} n'atteint jamais cette taille.",
                    _SEND_SMALLER,
                )
    raise _too_slow(name, bounds)


def _too_slow(name: str, bounds: Bounds) -> Unreadable:
    return Unreadable(
        "file_too_slow",
        f"Le fichier « {name} » est trop long à lire.",
        f"Il est fabriqué pour occuper le serveur. {bounds.noun} n'est jamais si long à lire.",
        _SEND_SMALLER,
    )


def _say_death(code: int, name: str, bounds: Bounds) -> NoReturn:
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        raise _too_slow(name, bounds)
    raise Unreadable(
        "file_unreadable",
        f"Le fichier « {name} » ne peut pas être lu.",
        "Il est abîmé, ou demande une mémoire démesurée.",
        "Ouvrez-le dans un tableur, enregistrez-le sous un autre nom au format .xlsx, puis déposez-le.",
    )


def _decoded(written: bytes, name: str, bounds: Bounds) -> dict[str, object]:
    try:
        answer = json.loads(written)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        _say_death(1, name, bounds)
    return answer


def _parsed(answer: dict[str, object], name: str, bounds: Bounds) -> Parsed:
    """Validates the answer of the child, which is not trusted: an unexpected shape makes the file unreadable."""
    try:
        if answer["kind"] == "refused":
            texts = [answer[key] for key in ("code", "what", "why", "todo", "sheet", "column")]
            code, what, why, todo, sheet, column = (_text(each) for each in texts)
            raise Unreadable(code, f"{name} : {what}", why, todo, sheet=sheet, row=_whole(answer["row"]), column=column)
        kind = FileKind(_text(answer["kind"]))
        if kind is FileKind.YAML:
            lines = {_text(path): _whole(line) for path, line in _mapping(answer["lines"]).items()}
            return Parsed(kind=kind, name=name, tree=answer["tree"], lines=lines)  # type: ignore[arg-type]
        return Parsed(kind=kind, name=name, grids=tuple(_grid(each, bounds) for each in _list(answer["grids"])))
    except (KeyError, TypeError, ValueError):
        _say_death(1, name, bounds)


def _grid(answer: object, bounds: Bounds) -> Grid:
    sheet = _mapping(answer)
    return Grid(
        sheet=_text(sheet["sheet"]),
        cells={
            _place(row, column, bounds): GridCell(_text(text), CellKind(_text(kind)))
            for row, column, kind, text in map(_list, _list(sheet["cells"]))
        },
        merged=tuple(
            Area(*_place(top, left, bounds), *_place(bottom, right, bounds))
            for top, left, bottom, right in map(_list, _list(sheet["merged"]))
        ),
        comments={
            _place(row, column, bounds): _text(text) for row, column, text in map(_list, _list(sheet["comments"]))
        },
        yellow=frozenset(_place(row, column, bounds) for row, column in map(_list, _list(sheet["yellow"]))),
        is_hidden=sheet["hidden"] is True,
    )


def _place(row: object, column: object, bounds: Bounds) -> tuple[int, int]:
    place = _whole(row), _whole(column)
    if not (0 < place[0] <= bounds.rows and 0 < place[1] <= bounds.columns):
        raise ValueError(place)
    return place


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _whole(value: object) -> int:
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
