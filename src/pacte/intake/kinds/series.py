"""A file of outside series, as its producer publishes it: recognised by its headings, valid rows become values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from pacte.exchange.limits import SERIES
from pacte.exchange.series_files.importer import (
    SeriesCorrection,
    SeriesPreview,
    preview_series,
    read_series_file,
    write_series,
)
from pacte.exchange.series_files.reading import series_sources
from pacte.exchange.series_files.received_sources import ReceivedSource, received_sources
from pacte.exchange.series_records import SeriesReading
from pacte.indicators.permissions import may
from pacte.intake.document_kind import DocumentKind, DocumentResult
from pacte.intake.file_kind import KindLink, KindWords
from pacte.intake.records import (
    Change,
    ExpectedSource,
    FileContext,
    FileOption,
    FileSender,
    OptionChoice,
    Outcome,
    Preview,
)
from pacte.intake.refused_documents import refused_rows_of
from pacte.intake.senders import post_senders
from pacte.kernel.actor import Actor
from pacte.kernel.defects import Defect
from pacte.kernel.french import format_number, pluralise

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation

_HIDDEN_VALUE = "gardée secrète par la source"


class SeriesKind(DocumentKind[SeriesReading]):
    code = "series"
    words = KindWords(
        label="Série d’un producteur de chiffres",
        question="Quel fichier de série importer ?",
        intro="Déposez le fichier tel que la source le publie : la page dit ce qu’il apporterait, sans rien écrire.",
        drop_label="Déposez un .csv, un .xlsx ou un .ods",
        promise="reconnu à ses titres, quel que soit son nom · une valeur corrigée garde celle qu’elle remplace",
        write_verb="Importer ces valeurs",
        row=("valeur", "valeurs"),
        outcomes={
            Outcome.ADDED: ("nouvelle", "nouvelles"),
            Outcome.CHANGED: ("corrigée", "corrigées"),
            Outcome.UNCHANGED: ("déjà connue", "déjà connues"),
            Outcome.REFUSED: ("ligne laissée de côté", "lignes laissées de côté"),
        },
    )
    extensions = (".csv", ".xlsx", ".ods")
    max_bytes = 20 * 1024**2
    max_command_bytes = SERIES.file_bytes
    nav = "figures"

    def senders(self, actor: Actor) -> Sequence[FileSender]:
        return post_senders(actor, lambda each, host_id: may(each, "indicators.import_series", host_id))

    def reader_hosts(self, actor: Actor) -> frozenset[int]:
        return frozenset(each for each in actor.host_ids if may(actor, "indicators.import_series", each))

    def expected_sources(self, actor: Actor, host: Organisation) -> Sequence[ExpectedSource]:
        return [_expected(each) for each in received_sources(actor=actor, host=host)]

    def options(self, context: FileContext) -> tuple[FileOption, ...]:
        sources = [OptionChoice(each.code, each.label) for each in series_sources().values()]
        return (
            FileOption(
                "source", "Source du fichier", choices=(OptionChoice("", "à reconnaître à ses titres"), *sources),
                missing="Choisissez une source de la liste.",
            ),
        )  # fmt: skip

    def breadcrumb(self, context: FileContext) -> tuple[KindLink, ...]:
        return KindLink("Chiffres", "figures:catalogue"), KindLink("Séries et déclarations", "figures:series")

    def done_link(self, context: FileContext) -> KindLink:
        return KindLink("Voir les séries", "figures:series")

    def read(self, data: bytes, context: FileContext) -> SeriesReading:
        return read_series_file(data, name=context.file_name, source_code=context.options.get("source", ""))

    def compare(self, document: SeriesReading, context: FileContext) -> Preview:
        previews = preview_series(actor=context.actor, host=context.sender.host, reading=document)
        refused = refused_rows_of(
            document.errors, document.headings, lambda place: document.wrong_rows.get((place.sheet, place.row), ())
        )
        blocking = _blocking_defects(document, is_part=refused.were_given_back)
        preview = Preview(
            changes=[change for each in previews for change in _changes(each)],
            defects=[*blocking, *document.defects],
            refused=refused.rows,
            settled_marks=document.settled_marks,
            headings=refused.headings,
            facts=_facts(document),
            is_blocked=bool(blocking) or not document.points,
        )
        preview.counts[Outcome.ADDED] = sum(each.result.added for each in previews)
        preview.counts[Outcome.CHANGED] = sum(each.result.corrected for each in previews)
        preview.counts[Outcome.UNCHANGED] = sum(each.result.known for each in previews)
        preview.counts[Outcome.REFUSED] = len(refused.rows)
        return preview

    def apply(self, document: SeriesReading, context: FileContext) -> DocumentResult:
        written = write_series(actor=context.actor, host=context.sender.host, reading=document)
        counts: dict[str, int] = {
            Outcome.ADDED: written.added,
            Outcome.CHANGED: written.corrected,
            Outcome.UNCHANGED: written.known,
        }
        return DocumentResult(counts)


def _blocking_defects(reading: SeriesReading, *, is_part: bool) -> list[Defect]:
    """What stops a file that can be read. ``is_part``: it holds only the rows that were refused before."""
    if is_part and reading.has_parts:
        return [
            Defect(
                "rows_alone",
                "Cette source donne une zone en plusieurs lignes : des lignes seules fausseraient leur somme.",
                hint="Corrigez ces lignes dans le fichier entier, puis déposez-le.",
            )
        ]
    if not reading.points and not reading.errors:
        message = "Aucune valeur de ce fichier n’est dans la région."
        return [Defect("no_value", message, hint="Vérifiez que c’est le bon fichier.")]
    return []


def _changes(preview: SeriesPreview) -> Iterator[Change]:
    """What the series gains as a whole, then each value that changes."""
    result = preview.result
    if result.added or result.corrected:
        gain = f"{pluralise(result.added, 'valeur nouvelle', 'valeurs nouvelles')}, "
        gain += pluralise(result.corrected, "corrigée")
        before = pluralise(result.known, "valeur déjà connue", "valeurs déjà connues")
        secret = pluralise(preview.hidden, _HIDDEN_VALUE, "gardées secrètes par la source") if preview.hidden else ""
        yield Change(preview.label, before, gain, secret)
    for correction in preview.corrections:
        yield _correction_change(preview.label, correction)


def _correction_change(label: str, correction: SeriesCorrection) -> Change:
    point = correction.point
    split = f", {point.split}" if point.split else ""
    return Change(
        f"{label} : {point.zone_kind} {point.zone_code}{split}, {point.first:%d/%m/%Y} au {point.last:%d/%m/%Y}",
        _value_text(correction.before),
        _value_text(point.value),
        "la valeur d’avant reste dans l’histoire",
    )


def _value_text(value: Decimal | None) -> str:
    if value is None:
        return _HIDDEN_VALUE
    decimals = -int(value.normalize().as_tuple().exponent)
    return format_number(value, max(decimals, 0))


def _facts(reading: SeriesReading) -> list[str]:
    """Source, period and licence; values that the source hides; those of other regions."""
    if reading.source is None:
        return []
    source = ", ".join(part for part in (reading.source.label, reading.edition, reading.source.licence) if part)
    values = sum(len(each) for each in reading.points.values())
    hidden = pluralise(reading.hidden, "gardée secrète", "gardées secrètes")
    facts = [
        f"{source}.",
        f"{pluralise(reading.lines, 'ligne lue', 'lignes lues')} : {pluralise(values, 'valeur')}, dont {hidden} par la "
        "source.",
    ]
    if reading.outside:
        facts.append(f"{pluralise(reading.outside, 'valeur')} hors de la région : laissées.")
    return facts


def _expected(received: ReceivedSource) -> ExpectedSource:
    source, until = received.source, received.covered_until
    return ExpectedSource(
        source.code, source.label, str(until.year) if until else "", received.received_on, until,
        every_months=source.published_every_months, after_months=source.published_after_months,
    )  # fmt: skip


KIND = SeriesKind()
