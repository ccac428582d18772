"""Trainees of a Region, as Pôle emploi or Île-de-France export them: one row a person and a training."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from pacte.accounts.queries import organisation_by_name
from pacte.exchange.formats.trainees_idf import FORMAT as IDF
from pacte.exchange.formats.trainees_pe import FORMAT as PE
from pacte.exchange.rows.records import ParsedRow, RowsFormat
from pacte.intake.act_rows import OUTCOME_WORDS, act_row_results
from pacte.intake.file_kind import KindLink, KindWords
from pacte.intake.records import FileContext, FileOption, FileSender, RowResult
from pacte.intake.row_reading import RowLayout
from pacte.intake.senders import region_senders
from pacte.intake.table_kind import TableKind
from pacte.interop.permissions import hosts_with_interop_right
from pacte.interop.records import OrientationAct
from pacte.journeys.records import StepSource
from pacte.kernel.actor import Actor, system_actor
from pacte.kernel.defects import Defect
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import fold_text
from pacte.notifications.services.system_access import as_system
from pacte.workflows.apply_orientation_act import ActOrigin, act_identity
from pacte.workflows.apply_orientation_batch import apply_orientation_batch

_FORMATS = (PE, IDF)


@dataclass(frozen=True, slots=True)
class TraineeRow:
    """``source``: short name of the tool that wrote the file."""

    source: str
    act: OrientationAct


class TraineesKind(TableKind[TraineeRow]):
    """The sender may not read the people of the pact: the machine finds them, and tells of a row its outcome alone."""

    code = "trainees"
    words = KindWords(
        label="Stagiaires d’une Région",
        question="Qui est entré en formation, qui en est sorti ?",
        intro="Déposez l’extraction de Pôle emploi (38 colonnes) ou l’export d’Île-de-France (17 colonnes) : chaque "
        "ligne devient une étape du parcours de la personne, une seule fois.",
        drop_label="Déposez l’extraction telle que l’outil la donne",
        promise="les bonnes lignes sont écrites, les autres vous reviennent",
        write_verb="Écrire ces étapes",
        row=("stagiaire", "stagiaires"),
        outcomes=OUTCOME_WORDS,
        wrong_file="Déposez l’extraction telle que l’outil la donne, sa première ligne comprise.",
    )
    extensions = (".csv", ".txt", ".xlsx", ".ods")
    nav = "partners"
    is_personal = True
    asks_columns = False
    refuses_doubles = False
    # Each row opens a journey and takes a place: trying more would not answer in the time of a page.
    max_compared_rows = 200
    columns = tuple(column for layout in _FORMATS for column in layout.columns)

    def senders(self, actor: Actor) -> Sequence[FileSender]:
        return region_senders(actor, hosts_with_interop_right(actor, "liaison.import_bodies"))

    def options(self, context: FileContext) -> tuple[FileOption, ...]:
        return (
            FileOption(
                "network", "Réseau qui suit les personnes inconnues", "text", keeps_files_apart=True,
                help="Son nom, tel que l’annuaire l’écrit ; sans lui, une personne inconnue est refusée.",
            ),
        )  # fmt: skip

    def check_options(self, context: FileContext) -> None:
        super().check_options(context)
        name = context.options.get("network", "")
        if name and organisation_by_name(name) is None:
            raise ValidationError("network", f"« {name} » n’est pas dans l’annuaire.", hint="Vérifiez son nom.")

    def breadcrumb(self, context: FileContext) -> tuple[KindLink, ...]:
        return (KindLink("Échanges", "partners:list"),)

    def layout(self, headings: Sequence[str], context: FileContext) -> RowLayout:
        """The layout of which the file misses the fewest columns."""
        here = {fold_text(heading) for heading in headings}
        nearest = min(_FORMATS, key=lambda layout: len(_missing_headings(layout, here)))
        return RowLayout(nearest.columns, nearest.empty)

    def read_row(self, row: ParsedRow, context: FileContext) -> TraineeRow | list[Defect]:
        layout = PE if PE.columns[0].field in row.values else IDF
        assert layout.act is not None
        act = layout.act(row)
        return [act] if isinstance(act, Defect) else TraineeRow(layout.source, act)

    def identity(self, item: TraineeRow) -> Hashable:
        return act_identity("", item.act), item.act.on

    def apply(self, items: Sequence[TraineeRow], context: FileContext) -> Sequence[RowResult]:
        name = context.options.get("network", "")
        body = organisation_by_name(name) if name else None
        origin = ActOrigin(context.sender.host, body, items[0].source, StepSource.FILE, context.synthetic)
        acts = [each.act for each in items]
        with as_system(context.actor):
            results = apply_orientation_batch(actor=system_actor(context.actor.name), origin=origin, acts=acts)
        return act_row_results(acts, results)


def _missing_headings(layout: RowsFormat, here: set[str]) -> list[str]:
    return [
        each.heading for each in layout.columns if not each.is_absent_allowed and fold_text(each.heading) not in here
    ]


KIND = TraineesKind()
