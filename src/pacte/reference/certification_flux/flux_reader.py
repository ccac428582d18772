"""Starts the flux worker and accepts only answers that have the expected shape."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from pacte.infra.sandbox.limits import SandboxLimits
from pacte.infra.sandbox.parent import SandboxFailure, SandboxFailureCause, SandboxRefusal, run_sandboxed
from pacte.kernel.defects import Severity
from pacte.kernel.errors import ValidationError
from pacte.reference.certification_flux import limits
from pacte.reference.codes import register_of_code
from pacte.reference.records import CertificationRow, Certifier, CompetenceBlock, FileReport

_ENTRY = "pacte.reference.certification_flux.worker.certifications"
_TIMEOUT_REASON = "Le fichier est trop long à lire, ou fabriqué pour occuper le serveur."
_DOWNLOAD_AGAIN = "Téléchargez-le à nouveau."
_HINTS = {
    "flux_root": "Il faut les fiches du RNCP ou du RS\u202f; un catalogue passe par «\u202f./pacte import lheo\u202f».",
    "flux_version": "Prenez le flux de cette version sur le site des données publiques.",
}
_WORKER_DIED_REASON = "Il demande plus de mémoire qu’un flux n’en a besoin, ou il est abîmé."
_TEXTS = ("title", "short_name", "type_label", "state", "registration_kind", "url")
_DAYS = ("decided_on", "effective_on", "ends_on", "delivery_ends_on", "published_on")
_LISTS = ("rome_codes", "nsf_codes", "formacodes", "successors", "predecessors", "routes")


class FluxMessage(StrEnum):
    """One kind: a JSON object with a record, a refused one, the reason why reading stopped, or the end."""

    MESSAGE = "m"


@dataclass(slots=True)
class CertificationFlux:
    """A certification flux on disk, and the day it describes."""

    path: Path
    day: date

    def rows(self, report: FileReport) -> Iterator[CertificationRow]:
        """Yield valid records in order; refused records and skipped values go to the report.

        Raises ``ValidationError`` when nothing could be read. A flux that breaks later ends with a defect in the
        report.
        """
        has_records = False
        for message in _worker_messages(self.path):
            if "stop" in message:
                code, reason, line = _triple(message["stop"], str, str, int)
                if not has_records:
                    raise ValidationError(
                        code, "Le flux ne se lit pas\u202f:", _lower_first(reason), _HINTS.get(code, _DOWNLOAD_AGAIN)
                    )
                report.add_defect(code, f"{reason} La suite n’est pas lue.", line=line)
                return
            if "end" in message:
                if not has_records:
                    report.add_defect("flux_empty", "Le flux ne contient aucune fiche.")
                return
            report.lines += 1
            has_records = True
            if "refused" in message:
                line, column, reason = _triple(message["refused"], int, str, str)
                report.add_defect("sheet", reason, line=line, column=column)
                continue
            for skipped_value in _as_list(message.get("left_out")):
                line, column, reason = _triple(skipped_value, int, str, str)
                report.add_defect("value", reason, line=line, column=column, severity=Severity.WARNING)
            yield _certification_row(message.get("sheet"), self.day)


def _lower_first(reason: str) -> str:
    return reason[0].lower() + reason[1:] if reason else reason


def _worker_messages(path: Path) -> Iterator[dict[str, Any]]:
    limits_of_flux = SandboxLimits(
        address_space=limits.WORKER_ADDRESS_SPACE, cpu_seconds=limits.WORKER_CPU_SECONDS,
        silence_seconds=limits.SILENCE_TIMEOUT_SECONDS, message_bytes=limits.MAX_MESSAGE_BYTES,
    )  # fmt: skip
    reason = _WORKER_DIED_REASON
    try:
        with (
            path.open("rb") as flux_file,
            run_sandboxed(_ENTRY, flux_file, limits=limits_of_flux, kinds=FluxMessage) as messages,
        ):
            for message in messages:
                facts = message.json_object()
                yield facts
                if "end" in facts:
                    return
    except SandboxRefusal:
        pass  # A flux says why it stops in a message of its own.
    except SandboxFailure as failure:
        if failure.cause is SandboxFailureCause.TOO_SLOW:
            reason = _TIMEOUT_REASON
    yield {"stop": ["flux_died", reason, 0]}


def _certification_row(facts: Any, day: date) -> CertificationRow:
    """Build the row from the worker's values. Raise ``ValidationError`` when their shape is not the expected one."""
    try:
        code = _as_text(facts["code"])
        simple_fields: dict[str, Any] = {
            **{name: _as_text(facts[name]) for name in _TEXTS},
            **{name: date.fromisoformat(facts[name]) if facts[name] else None for name in _DAYS},
            **{name: tuple(_as_text(each) for each in _as_list(facts[name])) for name in _LISTS},
        }
        return CertificationRow(
            code=code,
            edition=day,
            register=register_of_code(code).value,
            level=_int_or_none(facts.get("level")),
            is_active=bool(facts["is_active"]),
            certifiers=tuple(
                Certifier(_as_text(each["name"]), _as_text(each["siret"]), each["is_active"])
                for each in _as_list(facts["certifiers"])
            ),
            blocks=tuple(
                CompetenceBlock(*(_as_text(each[name]) for name in ("code", "label", "competences", "assessment")))
                for each in _as_list(facts["blocks"])
            ),
            texts=tuple((_as_text(name), _as_text(value)) for name, value in dict(facts["texts"]).items()),
            partner_count=_int_or_none(facts["partner_count"]),
            **simple_fields,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValidationError("flux_died", "Le flux ne se lit pas.", _WORKER_DIED_REASON, _DOWNLOAD_AGAIN) from error


def _triple(value: Any, *kinds: type) -> tuple[Any, Any, Any]:
    values = _as_list(value)
    if len(values) != 3 or any(not isinstance(each, kind) for each, kind in zip(values, kinds, strict=True)):
        raise ValidationError("flux_died", "Le flux ne se lit pas.", _WORKER_DIED_REASON, _DOWNLOAD_AGAIN)
    return values[0], values[1], values[2]


def _as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _as_text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    # PostgreSQL text cannot contain null characters; neither can XML.
    return value.replace("\0", "")


def _int_or_none(value: Any) -> int | None:
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise TypeError(value)
    return value
