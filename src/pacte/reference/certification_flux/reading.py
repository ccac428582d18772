"""Starts the flux worker and accepts only answers that have the expected shape."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO, Any

from pacte.infra.system_users import unprivileged_popen_options
from pacte.kernel.errors import ValidationError
from pacte.reference.certification_flux import limits
from pacte.reference.codes import register_of
from pacte.reference.records import CertificationRow, Certifier, CompetenceBlock, FileReport

_SOURCE = str(Path(__file__).resolve().parents[3])
_BOOT = "import sys; sys.path.insert(0, sys.argv[1]); from pacte.reference.certification_flux.child import main; main()"
_SILENCE = "Le fichier est trop long à lire, ou fabriqué pour occuper le serveur."
_AGAIN = "Téléchargez-le à nouveau."
_HINTS = {
    "flux_root": "Il faut les fiches du RNCP ou du RS\u202f; un catalogue passe par «\u202f./pacte import lheo\u202f».",
    "flux_version": "Prenez le flux de cette version sur le site des données publiques.",
}
_DEATH = "Il demande plus de mémoire qu’un flux n’en a besoin, ou il est abîmé."
_TEXTS = ("title", "short_name", "type_label", "state", "registration_kind", "url")
_DAYS = ("decided_on", "effective_on", "ends_on", "delivery_ends_on", "published_on")
_LISTS = ("rome_codes", "nsf_codes", "formacodes", "successors", "predecessors", "routes")


class BadAnswer(Exception):
    """A worker message does not have the expected shape."""


@dataclass(slots=True)
class Flux:
    """A certification flux on disk, and the day it describes."""

    path: Path
    day: date

    def rows(self, report: FileReport) -> Iterator[CertificationRow]:
        """Yield valid records in order; refused records and skipped values go to the report.

        Raises ``ValidationError`` when nothing could be read. A flux that breaks later ends with a defect in the
        report.
        """
        told = False
        for message in _messages(self.path):
            if "stop" in message:
                code, why, line = _triple(message["stop"], str, str, int)
                if not told:
                    raise ValidationError(
                        code, "Le flux ne se lit pas\u202f:", _sentence(why), _HINTS.get(code, _AGAIN)
                    )
                report.refuse(code, f"{why} La suite n’est pas lue.", line=line)
                return
            if "end" in message:
                if not told:
                    report.refuse("flux_empty", "Le flux ne contient aucune fiche.")
                return
            report.lines += 1
            told = True
            if "refused" in message:
                line, column, why = _triple(message["refused"], int, str, str)
                report.refuse("sheet", why, line=line, column=column)
                continue
            for left in _list(message.get("left_out")):
                line, column, why = _triple(left, int, str, str)
                report.refuse("value", why, line=line, column=column)
            yield _row(message.get("sheet"), self.day)


def _sentence(why: str) -> str:
    return why[0].lower() + why[1:] if why else why


def _messages(path: Path) -> Iterator[dict[str, Any]]:
    with path.open("rb") as given:
        child = subprocess.Popen(  # noqa: S603 - our own interpreter and our own module
            [sys.executable, "-I", "-X", "utf8", "-c", _BOOT, _SOURCE],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            close_fds=True,
            **unprivileged_popen_options(),
        )
    with child:
        assert child.stdout is not None
        try:
            yield from _decoded(child.stdout)
        except BadAnswer as error:
            yield {"stop": ["flux_died", str(error), 0]}
        finally:
            child.kill()


def _decoded(stream: IO[bytes]) -> Iterator[dict[str, Any]]:
    for line in _lines(stream):
        try:
            message = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise BadAnswer(_DEATH) from error
        if not isinstance(message, dict):
            raise BadAnswer(_DEATH)
        yield message
        if "end" in message:
            return
    raise BadAnswer(_DEATH)


def _lines(stream: IO[bytes]) -> Iterator[bytes]:
    held = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(stream, selectors.EVENT_READ)
        while selector.select(timeout=limits.SILENCE_SECONDS):
            chunk = os.read(stream.fileno(), 1 << 18)
            if not chunk:
                return
            start = len(held)
            held += chunk
            end = held.rfind(b"\n", start)
            if end >= 0:
                yield from bytes(held[:end]).split(b"\n")
                del held[: end + 1]
            elif len(held) > limits.LONGEST_MESSAGE:
                raise BadAnswer(_DEATH)
    raise BadAnswer(_SILENCE)


def _row(facts: Any, day: date) -> CertificationRow:
    """Build the row from the worker's values. Raise ``ValidationError`` when their shape is not the expected one."""
    try:
        code = _text(facts["code"])
        plain: dict[str, Any] = {
            **{name: _text(facts[name]) for name in _TEXTS},
            **{name: date.fromisoformat(facts[name]) if facts[name] else None for name in _DAYS},
            **{name: tuple(_text(each) for each in _list(facts[name])) for name in _LISTS},
        }
        return CertificationRow(
            code=code,
            edition=day,
            register=register_of(code).value,
            level=_whole_or_none(facts.get("level")),
            is_active=bool(facts["is_active"]),
            certifiers=tuple(
                Certifier(_text(each["name"]), _text(each["siret"]), each["is_active"])
                for each in _list(facts["certifiers"])
            ),
            blocks=tuple(
                CompetenceBlock(*(_text(each[name]) for name in ("code", "label", "competences", "assessment")))
                for each in _list(facts["blocks"])
            ),
            texts=tuple((_text(name), _text(value)) for name, value in dict(facts["texts"]).items()),
            partner_count=_whole_or_none(facts["partner_count"]),
            **plain,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValidationError("flux_died", "Le flux ne se lit pas.", _DEATH, _AGAIN) from error


def _triple(value: Any, *kinds: type) -> tuple[Any, Any, Any]:
    values = _list(value)
    if len(values) != 3 or any(not isinstance(each, kind) for each, kind in zip(values, kinds, strict=True)):
        raise ValidationError("flux_died", "Le flux ne se lit pas.", _DEATH, _AGAIN)
    return values[0], values[1], values[2]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    # PostgreSQL text cannot contain null characters; neither can XML.
    return value.replace("\0", "")


def _whole_or_none(value: Any) -> int | None:
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise TypeError(value)
    return value
