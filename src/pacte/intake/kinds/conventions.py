"""Training providers with a Kairos convention, as the file of Pôle emploi gives them: one row a convention."""

from __future__ import annotations

from collections.abc import Sequence

from pacte.exchange.formats.kairos_organisations import COLUMNS
from pacte.exchange.rows.records import ParsedRow
from pacte.intake.file_kind import KindLink, KindWords
from pacte.intake.records import Change, FileContext, FileSender, Outcome, RowResult
from pacte.intake.senders import region_senders
from pacte.intake.table_kind import TableKind
from pacte.interop.permissions import hosts_with_interop_right
from pacte.interop.records import ActOutcome
from pacte.interop.services.conventions import ConventionInput, save_conventions
from pacte.kernel.actor import Actor

_OUTCOMES = {
    ActOutcome.NEW: Outcome.ADDED,
    ActOutcome.CHANGED: Outcome.CHANGED,
    ActOutcome.SAME: Outcome.UNCHANGED,
}


class ConventionsKind(TableKind[ConventionInput]):
    code = "conventions"
    words = KindWords(
        label="Conventions Kairos",
        question="Quels organismes ont une convention Kairos ?",
        intro="Déposez le fichier des organismes conventionnés que Pôle emploi donne (12 colonnes) : le suivant met à "
        "jour.",
        drop_label="Déposez le fichier de Pôle emploi",
        promise="les bonnes lignes sont écrites, les autres vous reviennent",
        write_verb="Écrire ces conventions",
        row=("convention", "conventions"),
        wrong_file="Déposez le fichier tel que Pôle emploi le donne, sa première ligne comprise.",
    )
    extensions = (".csv", ".txt", ".xlsx", ".ods")
    nav = "partners"
    # Each row names the agent of Pôle emploi who manages the convention.
    is_personal = True
    asks_columns = False
    columns = COLUMNS

    def senders(self, actor: Actor) -> Sequence[FileSender]:
        return region_senders(actor, hosts_with_interop_right(actor, "liaison.import_bodies"))

    def breadcrumb(self, context: FileContext) -> tuple[KindLink, ...]:
        return (KindLink("Échanges", "partners:list"),)

    def read_row(self, row: ParsedRow, context: FileContext) -> ConventionInput:
        names = (row.text("manager_first_name"), row.text("manager_last_name"))
        return ConventionInput(
            siret=row.text("siret")[:14], name=row.text("name")[:250], convention=row.text("convention")[:40],
            old_region=row.text("old_region")[:80], region=row.text("region")[:80],
            manager_name=" ".join(name for name in names if name)[:160],
            manager_email=row.text("manager_email")[:160], manager_phone=row.text("manager_phone")[:40],
            office=row.text("office")[:20], starts_on=row.day("starts_on"), ends_on=row.day("ends_on"),
        )  # fmt: skip

    def apply(self, items: Sequence[ConventionInput], context: FileContext) -> Sequence[RowResult]:
        outcomes = save_conventions(
            actor=context.actor, host_id=context.sender.host.pk, file_id=context.file_id, conventions=items
        )
        return [
            RowResult(_OUTCOMES[outcome], _change(item) if outcome is not ActOutcome.SAME else None)
            for item, outcome in zip(items, outcomes, strict=True)
        ]


def _change(item: ConventionInput) -> Change:
    return Change(f"{item.name} ({item.siret})", after=f"convention {item.convention}")


KIND = ConventionsKind()
