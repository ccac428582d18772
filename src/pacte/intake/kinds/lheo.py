"""LHÉO catalogue: the training offer of a provider or of a whole Region, in the national format, read as a stream."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import IO

from django.db import transaction

from pacte.accounts.queries import host_organisation
from pacte.accounts.row_context import acting_as, system_elevation
from pacte.audit.queries import last_row_change
from pacte.exchange.errors import UnreadableFile
from pacte.exchange.lheo.catalogue_check import check_catalogue
from pacte.exchange.lheo.catalogue_import import (
    CatalogueBatch,
    CatalogueImport,
    CatalogueScan,
    RejectedTraining,
    import_catalogue,
)
from pacte.exchange.lheo.dialects import Dialect, dialect_by_name, dialects
from pacte.exchange.lheo.own_export_digests import own_export_digests
from pacte.exchange.lheo.records import CatalogueReport
from pacte.exchange.lheo.unknown_codes import unknown_code_remarks
from pacte.exchange.lheo.wording import place_in_words
from pacte.exchange.lheo.xml_source import unreadable_catalogue
from pacte.intake.catalogue_files import CATALOGUE_KIND, catalogue_file, changes_sentence, provider_of_sender
from pacte.intake.file_kind import FileBatch, FileKind, FileLedger, KindLink, KindWords
from pacte.intake.records import (
    Agreement,
    Change,
    FileContext,
    FileOption,
    FileSender,
    OptionChoice,
    Outcome,
    Preview,
    RefusedFileRow,
    RowResult,
)
from pacte.intake.senders import provider_senders, region_senders
from pacte.intake.trial_ledger import TrialLedger
from pacte.intake.writing_turns import take_writing_turn
from pacte.kernel.actor import Actor
from pacte.kernel.clock import now
from pacte.kernel.defects import CellReference
from pacte.kernel.french import format_number, pluralise
from pacte.offer.permissions import OfferScope, hosts_with_offer_right, may
from pacte.offer.queries.closure import preview_closure
from pacte.offer.queries.file_changes import catalogue_changes
from pacte.offer.records.closure import ClosurePreview, LargeClosure
from pacte.offer.records.staging import ImportCounts
from pacte.offer.rules.closure import needs_confirmation
from pacte.offer.services import publish_file
from pacte.offer.services.bulk import close_absent, write_batch
from pacte.workflows.open_installation import ensure_host

_HEADINGS = ("Numéro", "Intitulé", "SIRET de l’organisme")
_MAX_CHANGES = 300
_CLOSING = re.compile(r"close_([0-9]{1,9})")


class LheoKind(FileKind):
    """``is_full``: what the file does not hold is closed. ``partner``: whose codes it uses, for another than the norm.

    A catalogue of more than ``max_compared_trainings`` is checked, not tried; it is written in the background.
    """

    code = CATALOGUE_KIND
    words = KindWords(
        label="Catalogue LHÉO",
        question="Mon fichier LHÉO est-il bon ?",
        intro="Le fichier que votre outil produit, en LHÉO 2.2 ou 2.3. La page dit ce qui ne va pas et ce qui "
        "changerait dans le catalogue.",
        drop_label="Déposez un .xml, .gz ou .zip",
        promise="les bonnes formations entrent, les autres attendent une correction · le registre des places n’est "
        "jamais écrasé",
        write_verb="Importer ce catalogue",
        last_step="Importer",
        row=("formation", "formations"),
        wrong_file="Demandez à votre outil un export « LHÉO 2.3 ».",
    )
    extensions = (".xml", ".gz", ".zip")
    max_bytes = 20 * 1024**2
    max_command_bytes = 4 * 1024**3
    nav = "supply"
    writes_at_once = True
    checks_while_writing = corrects_rows = True
    max_compared_trainings = 1_000

    def senders(self, actor: Actor) -> Sequence[FileSender]:
        own = [each for each in provider_senders(actor) if may(actor, "offer.import", _scope(each))]
        return [*own, *region_senders(actor, hosts_with_offer_right(actor, "offer.import"))]

    def opening_sender(self, stream: IO[bytes], file_name: str, actor: Actor) -> FileSender | None:
        region = host_organisation() or ensure_host(actor=actor, region="")
        return FileSender(region, region)

    def reader_hosts(self, actor: Actor) -> frozenset[int]:
        return hosts_with_offer_right(actor, "offer.read_files")

    def may_correct(self, actor: Actor, sender: FileSender) -> bool:
        """The provider for its own files, and those who hold the offer of the Region for all of them."""
        return may(actor, "offer.import", _scope(sender))

    def options(self, context: FileContext) -> tuple[FileOption, ...]:
        partners = [OptionChoice(name, name) for name in dialects()]
        return (
            FileOption(
                "is_full", "Ce fichier contient tout : ce qui n’y est plus sera fermé, jamais effacé", "tick",
            ),
            FileOption(
                "partner", "Codes employés", choices=(OptionChoice("", "ceux de la norme"), *partners),
                missing=f"Choisissez un partenaire de la liste : {', '.join(dialects())}.", keeps_files_apart=True,
            ),
        )  # fmt: skip

    def breadcrumb(self, context: FileContext) -> tuple[KindLink, ...]:
        return (KindLink("Fichiers", "intake:home"),)

    def done_link(self, context: FileContext) -> KindLink | None:
        return KindLink("Voir les sessions", "sessions:home")

    def row_link(self, row_id: int) -> KindLink | None:
        return KindLink("Corriger", "sessions:quarantined", (row_id,))

    def place_text(self, cell: CellReference) -> str:
        """Many tools write a file on one line: its number then says nothing."""
        words = place_in_words(cell.column)
        return f"ligne {cell.row}, {words}" if cell.row > 1 else words

    def preview(self, stream: IO[bytes], context: FileContext) -> Preview:
        """The same calls as a writing, rolled back. A long catalogue is read up to what it would close, and checked."""
        ledger, preview = TrialLedger(), Preview(headings=_HEADINGS)
        trial = _CatalogueTrial(context, ledger, most=self.max_compared_trainings)
        try:
            report = self._try(stream, trial, preview)
        except UnreadableFile:
            # A check goes on where an import stops, and says the line.
            report = self._check(stream, context)
            if report.is_valid:
                raise
            return Preview(defects=[*report.defects, *report.advice], is_blocked=True)
        preview.counts, preview.refused = ledger.counts, ledger.refused
        if trial.is_dry:
            report = self._check(stream, context)
            good = report.trainings - report.faulty_trainings
            preview.is_compared = False
            preview.counts.update({Outcome.ADDED: good, Outcome.REFUSED: report.faulty_trainings})
        preview.defects = [*report.defects, *report.advice]
        content = f"{pluralise(report.trainings, 'formation')}, {pluralise(report.sessions, 'session')}"
        preview.facts = [f"LHÉO {report.version} : {content}.", *_facts(ImportCounts.from_counts(ledger.counts))]
        if trial.closing:
            preview.agreements = (_closing_agreement(trial.closing),)
        return preview

    def _check(self, stream: IO[bytes], context: FileContext) -> CatalogueReport:
        return check_catalogue(stream, dialect=_dialect(context), look_up=unknown_code_remarks)

    def _try(self, stream: IO[bytes], trial: _CatalogueTrial, preview: Preview) -> CatalogueReport:
        context, ledger, since = trial.context, trial.ledger, now()
        with acting_as(context.actor):
            take_writing_turn(self.code, context.sender.host.pk)
            with system_elevation():
                last_change = last_row_change(actor=context.actor)
            done = _read(stream, trial)
            if done.has_ended:
                _close_absent(done, context, trial.ledger)
                changes = catalogue_changes(
                    actor=context.actor, file_id=context.file_id, since=since, after_change=last_change,
                    limit=_MAX_CHANGES,
                )  # fmt: skip
                preview.changes = [Change(each.subject, each.before, each.after) for each in changes]
                counts = ImportCounts.from_counts(ledger.counts)
                preview.more_changes = max(counts.changed_rows - len(changes), 0)
            transaction.set_rollback(True)
        return done.report

    def load(self, stream: IO[bytes], context: FileContext, ledger: FileLedger) -> CatalogueImport:
        """The first step of a writing: rows enter, and nothing of them can be found yet."""
        return _read(stream, _LedgerWriter(context, ledger))

    def write(self, stream: IO[bytes], context: FileContext, ledger: FileLedger) -> None:
        done = self.load(stream, context, ledger)
        if not done.has_ended:
            return
        if done.is_broken:
            raise unreadable_catalogue("xml_broken", "Le fichier cesse d’être lisible avant sa fin.")
        report = done.report
        # All or nothing: a file whose end is killed ends by the same call.
        with acting_as(context.actor):
            with ledger.batch(ledger.position) as batch:
                _close_absent(done, context, batch)
                publish_file(actor=context.actor, file=catalogue_file(context), stopped_ids=ledger.stopped_file_ids)
            result = {"version": report.version, "advice": report.advice_count, "read_bytes": report.read_bytes}
            ledger.complete(note=changes_sentence(ledger.counts), result=result)


class _LedgerWriter:
    """Writes the batches of a catalogue with their position."""

    def __init__(self, context: FileContext, ledger: FileLedger) -> None:
        self.ledger, self.context = ledger, context
        self._is_ours = False
        with acting_as(context.actor):
            self._file = catalogue_file(context)

    def begin(self, scan: CatalogueScan) -> None:
        self._is_ours = scan.is_ours
        if _is_full(self.context):
            self._check_closings(scan)
        self.ledger.start(headings=_HEADINGS, row_count=scan.trainings)

    def write(self, batch: CatalogueBatch) -> bool:
        actor = self.context.actor
        with self.ledger.batch(batch.upto) as done:
            written = write_batch(
                actor=actor, file=self._file, rows=batch.rows,
                export_digests=own_export_digests if self._is_ours else None,
            )  # fmt: skip
            counts = written.counts
            counts.quarantined = len(batch.rejected)
            done.add_counts({**counts.nonzero(), **_outcomes(counts)})
            done.settle(written.numbers)
            for each in batch.rejected:
                done.add(_refused_row(each), RowResult(Outcome.REFUSED))
        return not self.ledger.is_spent

    def on_closing(self, closing: ClosurePreview) -> None:
        """Called for a file that closes more than usual."""
        if closing.count > _agreed_closings(self.context.agreements):
            raise LargeClosure(closing, f"S’il est bien tout le catalogue, donnez l’accord « close_{closing.count} ».")

    def _check_closings(self, scan: CatalogueScan) -> None:
        actor, file = self.context.actor, self._file
        with acting_as(actor):
            closing = preview_closure(
                actor=actor, host_id=file.host_id, provider_id=file.provider_id, seen=scan.numbers
            )
        if needs_confirmation(closing):
            self.on_closing(closing)


class _CatalogueTrial(_LedgerWriter):
    """The same for a trial. ``closing``: what asks for an agreement.

    ``is_dry``: it has more than ``most`` trainings, which are not tried.
    """

    ledger: TrialLedger

    def __init__(self, context: FileContext, ledger: TrialLedger, *, most: int) -> None:
        super().__init__(context, ledger)
        self.closing: ClosurePreview | None = None
        self.is_dry, self._most = False, most

    def begin(self, scan: CatalogueScan) -> None:
        self.is_dry = scan.trainings > self._most
        super().begin(scan)

    def on_closing(self, closing: ClosurePreview) -> None:
        self.closing = closing

    def write(self, batch: CatalogueBatch) -> bool:
        return not self.is_dry and super().write(batch)


def _read(stream: IO[bytes], writer: _LedgerWriter) -> CatalogueImport:
    context = writer.context
    with acting_as(context.actor):
        provider = provider_of_sender(context.actor, context.sender)
    return import_catalogue(
        stream, writer, dialect=_dialect(context), skip=writer.ledger.position,
        siret=provider.siret if provider else "", is_full=_is_full(context),
    )  # fmt: skip


def _close_absent(done: CatalogueImport, context: FileContext, batch: FileBatch) -> None:
    if _is_full(context):
        counts = close_absent(actor=context.actor, file=catalogue_file(context), seen=done.seen)
        batch.add_counts({**counts.nonzero(), Outcome.CHANGED: counts.trainings_closed})


def _outcomes(counts: ImportCounts) -> Mapping[str, int]:
    """Trainings by outcome; refused ones are counted row by row."""
    return {
        Outcome.ADDED: counts.trainings_added,
        Outcome.CHANGED: counts.trainings_changed,
        Outcome.UNCHANGED: counts.trainings_unchanged + counts.trainings_of_others,
    }


def _refused_row(rejected: RejectedTraining) -> RefusedFileRow:
    return RefusedFileRow(
        rejected.rank, "", rejected.line, (rejected.number, rejected.title, rejected.siret), rejected.defects,
        key=rejected.number, label=rejected.title or rejected.number, text=rejected.text,
    )  # fmt: skip


def _facts(counts: ImportCounts) -> list[str]:
    facts = []
    if counts.sessions_added or counts.sessions_changed or counts.sessions_closed:
        facts.append(
            f"Sessions : {pluralise(counts.sessions_added, 'ajoutée')}, {pluralise(counts.sessions_changed, 'changée')}"
            f", {pluralise(counts.sessions_closed, 'fermée')}."
        )
    if counts.trainings_closed:
        facts.append(f"Formations du catalogue qui n’y sont plus, à fermer : {format_number(counts.trainings_closed)}.")
    if counts.trainings_of_others:
        others = pluralise(counts.trainings_of_others, "formation")
        facts.append(f"{others} d’un autre catalogue : laissées telles quelles.")
    if counts.differences:
        differences = pluralise(counts.differences, "différence")
        facts.append(f"{differences} avec le registre des places, à régler par l’acheteur.")
    return facts


def _closing_agreement(closing: ClosurePreview) -> Agreement:
    return Agreement(
        f"close_{closing.count}", f"Fermer {pluralise(closing.count, 'formation')}",
        help=f"{closing.sentence} Entre autres : {closing.examples}",
        missing="Si ce fichier n’est pas tout votre catalogue, déposez-le de nouveau sans cocher « contient tout ».",
    )  # fmt: skip


def _agreed_closings(agreements: Mapping[str, str]) -> int:
    """How many closings were shown to whoever agreed to them."""
    return max((int(match[1]) for name in agreements if (match := _CLOSING.fullmatch(name))), default=0)


def _is_full(context: FileContext) -> bool:
    return bool(context.options.get("is_full"))


def _dialect(context: FileContext) -> Dialect:
    return dialect_by_name(context.options.get("partner", ""))


def _scope(sender: FileSender) -> OfferScope:
    """A provider is concerned by its own files; one of the Region concerns no provider."""
    body = sender.organisation
    return OfferScope(sender.host.pk, body.pk if body != sender.host else None)


KIND = LheoKind()
