"""Sends a file by the road of all files: reads it, says what it would change, writes it, gives back what is refused."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING

from django.db import transaction

from pacte.accounts.queries import actor_by_id, person_by_email
from pacte.accounts.row_context import acting_as
from pacte.cli.installation import ensure_database_ready
from pacte.cli.progress import ProgressBar
from pacte.infra.system_errors import os_error_sentence
from pacte.intake.catalog import file_kinds
from pacte.intake.file_kind import FileKind
from pacte.intake.queries import context_of, refused_rows
from pacte.intake.records import Agreement, FileContext, FileMapping, FileSender, FileState, Outcome, Preview
from pacte.intake.services import (
    preview_stream,
    receive_stream,
    set_file_mapping,
    start_writing,
    write_received_file,
)
from pacte.kernel.clock import today
from pacte.kernel.defects import Defect
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import format_number, pluralise

if TYPE_CHECKING:
    from pacte.intake.models import ReceivedFile
    from pacte.kernel.actor import Actor

HELP = "Importe un fichier, quelle que soit sa sorte : dit ce qu’il change, l’écrit, rend les lignes refusées."
EXAMPLE = "./pacte import series bmo_2024.csv --dry-run"
NEEDS = "database"
WORDS = "import"
_MAX_SHOWN = 40
_MAX_VALUE = 120
_LETTERS = re.compile(r"[A-Z]{1,3}")


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", metavar="SORTE", help=f"sorte de fichier : {', '.join(file_kinds())}")
    parser.add_argument("file", metavar="FICHIER", help="le fichier")
    parser.add_argument(
        "--as", dest="email", metavar="COURRIEL", default="", help="agit au nom de cette personne, avec ses droits"
    )
    parser.add_argument(
        "--option", action="append", default=[], metavar="NOM=VALEUR", help="réponse à une question de cette sorte"
    )
    parser.add_argument(
        "--column",
        action="append",
        default=[],
        metavar="CHAMP=TITRE",
        help="dit quelle colonne est laquelle, ou LETTRE=CHAMP",
    )
    parser.add_argument("--word", action="append", default=[], metavar="MOT=SENS", help="dit ce qu’un mot veut dire")
    parser.add_argument(
        "--agree", action="append", default=[], metavar="NOM[=TEXTE]", help="donne un accord que le fichier demande"
    )
    parser.add_argument("--dry-run", action="store_true", help="essai à blanc : rien n’est écrit")
    parser.add_argument("--json", action="store_true", help="dernière ligne : le résultat en JSON")


def run(options: argparse.Namespace, actor: Actor) -> int:
    kind, path = _kind_named(options.kind), Path(options.file)
    ensure_database_ready()
    with _open(path, kind) as stream:
        with acting_as(actor):
            sender_actor = _actor_named(actor, options.email)
        with acting_as(sender_actor):
            is_opening = not kind.senders(sender_actor)
            context = FileContext(
                sender_actor, _sender(kind, sender_actor, stream, path.name), path.name, _pairs(options.option),
                _mapping(options),
            )  # fmt: skip
            kind.check_options(context)
            # The first file of an installation opens its Region, unless it is only tried, or blocked.
            if options.dry_run or (is_opening and not kind.checks_while_writing):
                preview = preview_stream(kind=kind, stream=stream, context=context)
                if options.dry_run or preview.is_blocked:
                    transaction.set_rollback(True)
                    return _report(kind, path.name, preview, options.json)
        return _import(kind, stream, context, options)


def _mapping(options: argparse.Namespace) -> FileMapping:
    """« --column » says which column holds one of our fields, by its heading, or by its letter for a table so read."""
    columns = _pairs(options.column)
    letters = {name: field for name, field in columns.items() if _LETTERS.fullmatch(name)}
    headings = {name: heading for name, heading in columns.items() if name not in letters}
    return FileMapping(headings, _pairs(options.word), letters)


def _import(kind: FileKind, stream: IO[bytes], context: FileContext, options: argparse.Namespace) -> int:
    """A file whose writing was stopped goes on where it was."""
    actor, name, agreed = context.actor, context.file_name, _pairs(options.agree)
    with acting_as(actor):
        file = receive_stream(
            actor=actor, kind=kind, sender=context.sender, file_name=name, stream=stream, options=context.options
        )
        if file.state == FileState.WRITING:
            print(f"Reprise après {pluralise(file.position, *kind.words.row)}.")
        else:
            if context.mapping != FileMapping():
                set_file_mapping(actor=actor, file=file, mapping=context.mapping)
            preview = None if kind.checks_while_writing else _preview(kind, stream, file, actor)
            if preview and (code := _stop_before_writing(kind, name, preview, agreed, options.json)) is not None:
                return code
            rows = preview.row_count if preview else 0
            file = start_writing(actor=actor, file=file, agreements=agreed, row_count=rows, is_here=False)
    bar = ProgressBar("Écriture", file.row_count, kind.words.row[1], 1)
    try:
        file = write_received_file(actor=actor, file=file, progress=bar.update, stream=stream)
    finally:
        bar.clear()
    return _written(kind, file, actor, as_json=options.json)


def _preview(kind: FileKind, stream: IO[bytes], file: ReceivedFile, actor: Actor) -> Preview:
    return preview_stream(kind=kind, stream=stream, context=context_of(actor=actor, file=file))


def _stop_before_writing(
    kind: FileKind, name: str, preview: Preview, agreed: Mapping[str, str], as_json: bool
) -> int | None:
    """The exit code of a file that is blocked, asks for an agreement or changes nothing; None when it is written."""
    missing = [each for each in preview.agreements if each.name not in agreed]
    if not (preview.is_blocked or missing) and (kind.would_write(preview) or not preview.is_compared):
        return None
    _report(kind, name, preview, as_json)
    for each in missing:
        print(f"  {each.label} {_agree_advice(each)}")
    return 1 if preview.is_blocked or missing or preview.refused else 0


def _agree_advice(agreement: Agreement) -> str:
    if agreement.kind == "reason":
        return f'Répondez par « --agree {agreement.name}="…" ».'
    return f"Donnez votre accord par « --agree {agreement.name} »."


def _written(kind: FileKind, file: ReceivedFile, actor: Actor, *, as_json: bool) -> int:
    print(f"{file.file_name} : {file.note or _counts_text(kind, file.counts)}.")
    with acting_as(actor):
        rows = list(refused_rows(actor=actor, file=file)[:_MAX_SHOWN])
    for row in rows:
        for defect in row.defects:
            place = f"{row.sheet}, ligne {row.row}" if row.sheet else f"ligne {row.row}"
            print(f"  {place} : {defect['message']} {defect['hint']}".rstrip())
    refused = int(file.counts.get(Outcome.REFUSED, 0))
    if refused > len(rows):
        print(f"  … {pluralise(refused, 'ligne refusée', 'lignes refusées')} en tout.")
    if as_json:
        counts = {each.value: int(file.counts.get(each, 0)) for each in Outcome}
        result = {
            "kind": kind.code, "file": file.file_name, "number": file.pk, "state": file.state, "counts": counts,
            "result": file.result,
        }  # fmt: skip
        print(json.dumps(result, ensure_ascii=False))
    return 1 if refused else 0


def _report(kind: FileKind, name: str, preview: Preview, as_json: bool) -> int:
    """Print what the file would do. Exit code 1 when something is wrong."""
    print(f"{name} : {_counts_text(kind, preview.counts)}.")
    for fact in preview.facts:
        print(f"  {fact}")
    for change in preview.changes[:_MAX_SHOWN]:
        print(f"  {change.subject} : {change.before or '—'} → {change.after}  {change.effect}".rstrip())
    for defect in preview.defects[:_MAX_SHOWN]:
        print(f"  {_defect_text(kind, defect)}")
    for shown, total in ((preview.changes, "changement"), (preview.defects, "défaut")):
        if len(shown) > _MAX_SHOWN:
            print(f"  … {pluralise(len(shown), total)} en tout.")
    print("Rien n’a été écrit.")
    if as_json:
        print(json.dumps(_preview_json(kind, name, preview), ensure_ascii=False))
    return 1 if any(each.is_error for each in preview.defects) else 0


def _defect_text(kind: FileKind, defect: Defect) -> str:
    place = f"{kind.place_text(defect.cell)} : " if defect.cell else ""
    value = f" Lu : « {defect.value[:_MAX_VALUE]} »." if defect.value else ""
    return f"{place}{defect.message}{value} {defect.hint}".rstrip()


def _preview_json(kind: FileKind, name: str, preview: Preview) -> dict[str, object]:
    return {
        "kind": kind.code,
        "file": name,
        "state": "checked",
        "blocked": preview.is_blocked,
        "compared": preview.is_compared,
        "counts": {each.value: preview.counts[each] for each in Outcome},
        "facts": preview.facts,
        "changes": len(preview.changes),
        "defects": [each.plain() for each in preview.defects],
        "agreements": [each.name for each in preview.agreements],
    }


def _counts_text(kind: FileKind, counts: Mapping[str, int]) -> str:
    parts = []
    for outcome in Outcome:
        number = int(counts.get(outcome, 0))
        one, many = kind.words.outcomes[outcome]
        if number:
            parts.append(f"{format_number(number)} {many if number > 1 else one}")
    return f"{kind.words.row[1]} : {', '.join(parts)}" if parts else "aucune ligne"


def _kind_named(name: str) -> FileKind:
    """Raises ``ValidationError`` with the spelling to use, exit code 2, for another one."""
    kinds = file_kinds()
    if name in kinds:
        return kinds[name]
    current = next((kind for kind in kinds.values() if name in kind.former_names), None)
    hint = f"Écrivez « ./pacte import {current.code} FICHIER »." if current else f"Choisissez : {', '.join(kinds)}."
    raise ValidationError("kind_unknown", f"« {name} » n’est pas une sorte de fichier.", hint=hint)


@contextmanager
def _open(path: Path, kind: FileKind) -> Iterator[IO[bytes]]:
    try:
        size, stream = path.stat().st_size, path.open("rb")
    except OSError as error:
        raise ValidationError(
            "file_unreadable", f"Le fichier « {path} » ne se lit pas.", os_error_sentence(error),
            "Vérifiez son nom et ses droits.",
        ) from error  # fmt: skip
    with stream:
        largest = max(kind.max_bytes, kind.max_command_bytes)
        if size > largest:
            most = format_number(largest // 1024**2)
            raise ValidationError("file_too_big", f"« {path.name} » dépasse {most} Mo.", hint="Coupez-le.")
        yield stream


def _actor_named(actor: Actor, email: str) -> Actor:
    if not email:
        return actor
    person = person_by_email(email)
    if person is None:
        raise ValidationError("person_unknown", f"Personne n’a l’adresse « {email} ».", hint="Vérifiez-la.")
    return actor_by_id(actor=actor, person_id=person.pk, on=today())


def _sender(kind: FileKind, actor: Actor, stream: IO[bytes], file_name: str) -> FileSender:
    senders = kind.senders(actor)
    opening = kind.opening_sender(stream, file_name, actor) if actor.is_system and not senders else None
    if opening:
        return opening
    if not senders:
        raise ValidationError(
            "no_sender", f"Ce fichier ne s’envoie pas ainsi : {kind.words.label.lower()}.",
            hint="Dites au nom de qui, par « --as courriel@exemple.fr » : une personne qui peut le déposer.",
        )  # fmt: skip
    return senders[0]


def _pairs(items: list[str]) -> dict[str, str]:
    """« name=value » by name; a name alone is a tick."""
    return {name: value or "on" for name, _, value in (item.partition("=") for item in items)}
