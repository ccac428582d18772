"""Parses an untrusted file in a sandboxed child process. The parent validates its answer or reports its failure."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any, NoReturn

from pacte.exchange.errors import UnreadableFile
from pacte.exchange.limits import PLAN, FileBounds
from pacte.exchange.records import CELL_KINDS, CellArea, FileFormat, Grid, GridCell, ParsedFile
from pacte.exchange.sandbox_protocol import FILE_NAME_VARIABLE, ParsedFileMessage
from pacte.infra.sandbox.limits import SandboxLimits
from pacte.infra.sandbox.parent import SandboxFailure, SandboxFailureCause, SandboxRefusal, run_sandboxed

_ENTRY = "pacte.exchange.sandbox.worker.grid_or_tree"
_SEND_A_SMALLER_FILE = "Gardez la seule feuille utile, enregistrez le fichier au format .xlsx ou .ods, puis déposez-le."


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
    """The one message of a child that exits normally. The file is passed through an unnamed temporary file."""
    limits = SandboxLimits(
        address_space=bounds.address_space, cpu_seconds=bounds.cpu_seconds, silence_seconds=bounds.wall_seconds,
        wall_seconds=bounds.wall_seconds, message_bytes=bounds.answer_bytes, answer_bytes=bounds.answer_bytes,
    )  # fmt: skip
    with tempfile.TemporaryFile() as input_file:
        input_file.write(data)
        input_file.seek(0)
        try:
            with run_sandboxed(
                _ENTRY, input_file, limits=limits, kinds=ParsedFileMessage, arguments=[bounds.name],
                environment={FILE_NAME_VARIABLE: name},
            ) as messages:  # fmt: skip
                answers = [message.body for message in messages]
        except SandboxRefusal as refusal:
            _raise_refusal(refusal.reasons, name, bounds)
        except SandboxFailure as failure:
            _raise_failure(failure.cause, name, bounds)
    if len(answers) != 1:
        _raise_failure(SandboxFailureCause.UNREADABLE, name, bounds)
    return answers[0]


def _raise_failure(cause: SandboxFailureCause, name: str, bounds: FileBounds) -> NoReturn:
    if cause is SandboxFailureCause.TOO_LONG:
        raise UnreadableFile(
            "file_too_long",
            f"Le fichier « {name} » contient trop de texte.",
            f"{bounds.noun} n'atteint jamais cette taille.",
            _SEND_A_SMALLER_FILE,
        )
    if cause in (SandboxFailureCause.TOO_SLOW, SandboxFailureCause.KILLED):
        raise UnreadableFile(
            "file_too_slow",
            f"Le fichier « {name} » est trop long à lire.",
            f"Il est fabriqué pour occuper le serveur. {bounds.noun} n'est jamais si long à lire.",
            _SEND_A_SMALLER_FILE,
        )
    raise UnreadableFile(
        "file_unreadable",
        f"Le fichier « {name} » ne peut pas être lu.",
        "Il est abîmé, ou demande une mémoire démesurée.",
        "Ouvrez-le dans un tableur, enregistrez-le sous un autre nom au format .xlsx ou .ods, puis déposez-le.",
    )


def _raise_refusal(reasons: dict[str, Any], name: str, bounds: FileBounds) -> NoReturn:
    try:
        texts = [reasons[key] for key in ("code", "what", "why", "todo", "sheet", "column")]
        code, what, why, todo, sheet, column = (_text(each) for each in texts)
        row = _integer(reasons["row"])
    except (KeyError, TypeError):
        _raise_failure(SandboxFailureCause.UNREADABLE, name, bounds)
    raise UnreadableFile(code, f"{name} : {what}", why, todo, sheet=sheet, row=row, column=column)


def _decode_answer(written: bytes, name: str, bounds: FileBounds) -> dict[str, object]:
    try:
        answer = json.loads(written)
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        _raise_failure(SandboxFailureCause.UNREADABLE, name, bounds)
    return answer


def _validated_answer(answer: dict[str, object], name: str, bounds: FileBounds) -> ParsedFile:
    """Validates the answer of the child, which is not trusted: an unexpected shape makes the file unreadable."""
    try:
        kind = FileFormat(_text(answer["kind"]))
        if kind is FileFormat.YAML:
            lines = {_text(path): _integer(line) for path, line in _mapping(answer["lines"]).items()}
            return ParsedFile(kind=kind, name=name, tree=answer["tree"], lines=lines)  # type: ignore[arg-type]
        return ParsedFile(kind=kind, name=name, grids=tuple(_grid(each, bounds) for each in _list(answer["grids"])))
    except (LookupError, TypeError, ValueError):
        _raise_failure(SandboxFailureCause.UNREADABLE, name, bounds)


def _grid(answer: object, bounds: FileBounds) -> Grid:
    sheet = _mapping(answer)
    return Grid(
        sheet=_text(sheet["sheet"]),
        cells=dict(_cells(_list(sheet["rows"]), bounds)),
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


def _cells(rows: list[object], bounds: FileBounds) -> Iterator[tuple[tuple[int, int], GridCell]]:
    """Empties ``rows`` and shares equal cells: a long table is held once."""
    known: dict[tuple[object, object], GridCell] = {}
    rows.reverse()
    while rows:
        row, columns, kinds, texts = _list(rows.pop())
        for column, kind, text in zip(_list(columns), _list(kinds), _list(texts), strict=True):
            cell = known.get((kind, text))
            if cell is None:
                cell = known[kind, text] = GridCell(_text(text), CELL_KINDS[_integer(kind)])
            yield _position(row, column, bounds), cell


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
