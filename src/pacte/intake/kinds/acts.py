"""Acts that a network recorded in its own tool (Kairos, Ouiform, i-Milo…): one row an act."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

from pacte.exchange.formats.orientation_acts import COLUMNS, act_status, parse_orientation_act
from pacte.exchange.rows.records import ParsedRow
from pacte.intake.act_rows import OUTCOME_WORDS, act_row_results
from pacte.intake.file_kind import KindLink, KindWords
from pacte.intake.records import FileContext, FileOption, FileSender, OptionChoice, RowResult
from pacte.intake.row_reading import KindRow
from pacte.intake.senders import network_senders
from pacte.intake.table_kind import TableKind
from pacte.interop.permissions import hosts_with_interop_right
from pacte.interop.queries.lookup import known_person_references
from pacte.interop.records import ACT_LABELS, ACT_TOOLS, ActStatus, OrientationAct, PersonInput
from pacte.journeys.queries.duplicate_candidates import partner_numbers_by_name
from pacte.journeys.records import StepSource
from pacte.kernel.actor import Actor, Role, system_actor
from pacte.kernel.defects import Defect, Severity
from pacte.notifications.services.system_access import as_system
from pacte.workflows.apply_orientation_act import ActOrigin, act_identity
from pacte.workflows.apply_orientation_batch import apply_orientation_batch

_POSSIBLE_DUPLICATE = "Quelqu’un de ce nom est déjà suivi ici sous un autre numéro."
_POSSIBLE_DUPLICATE_HINT = (
    "Si c’est la même personne, écrivez d’abord ce numéro dans son dossier ; sinon, un nouveau dossier s’ouvre."
)
_UNKNOWN_WORD_HINT = "À traduire dans « Les mots de votre outil »."


class ActsKind(TableKind[OrientationAct]):
    code = "acts"
    words = KindWords(
        label="Actes d’un réseau",
        question="Quels actes avez-vous faits dans un autre outil ?",
        intro="Déposez l’extraction de votre outil : chaque ligne devient une étape, une seule fois. Le fichier "
        "suivant met à jour, il ne double rien.",
        drop_label="Déposez un .csv, .txt, .xlsx ou .ods",
        promise="50 000 lignes au plus · au-delà de 1 000, elles s’écrivent en arrière-plan",
        write_verb="Appliquer ces actes",
        row=("acte", "actes"),
        outcomes=OUTCOME_WORDS,
    )
    extensions = (".csv", ".txt", ".xlsx", ".ods")
    nav = "people"
    is_personal = True
    scope_option = "tool"
    columns = COLUMNS
    word_field = "status"
    word_choices = tuple(OptionChoice(each.value, ACT_LABELS[each]) for each in ActStatus)
    refuses_doubles = False

    def senders(self, actor: Actor) -> Sequence[FileSender]:
        return network_senders(actor)

    def reader_hosts(self, actor: Actor) -> frozenset[int]:
        return hosts_with_interop_right(actor, "liaison.read_files")

    def options(self, context: FileContext) -> tuple[FileOption, ...]:
        choices = (OptionChoice("", "choisir"), *(OptionChoice(code, label) for code, label in ACT_TOOLS.items()))
        return (
            FileOption(
                "tool", "D’où vient-il ?", choices=choices, is_required=True, keeps_files_apart=True,
                missing="Dites de quel outil vient ce fichier.",
            ),
        )  # fmt: skip

    def breadcrumb(self, context: FileContext) -> tuple[KindLink, ...]:
        if not context.actor.has_role(Role.ADVISER):
            return (KindLink("Échanges", "partners:list"),)
        return (KindLink("Mes personnes", "advisers:people"), KindLink("Actes faits ailleurs", "advisers:acts"))

    def read_row(self, row: ParsedRow, context: FileContext) -> OrientationAct | list[Defect]:
        act = parse_orientation_act(row)
        return [replace(act, hint=_UNKNOWN_WORD_HINT)] if isinstance(act, Defect) else act

    def unknown_word(self, row: ParsedRow) -> str:
        word = row.text("status")
        return "" if act_status(word) else word

    def identity(self, item: OrientationAct) -> Hashable:
        return act_identity("", item), item.on

    def apply(self, items: Sequence[OrientationAct], context: FileContext) -> Sequence[RowResult]:
        sender, source = context.sender, context.options["tool"]
        origin = ActOrigin(sender.host, sender.organisation, source, StepSource.FILE, context.synthetic)
        return act_row_results(items, apply_orientation_batch(actor=context.actor, origin=origin, acts=items))

    def preview_warnings(self, rows: Sequence[KindRow[OrientationAct]], context: FileContext) -> Sequence[Defect]:
        """People whose number is unknown here and whose name is not."""
        named = [
            (row, (person.first_name, person.last_name))
            for row, person in _unknown_people(rows, context)
            if person.first_name and person.last_name
        ]
        if not named or context.actor.is_system:
            return ()
        known = partner_numbers_by_name(
            actor=context.actor, body_id=context.sender.organisation.pk, names={names for _, names in named}
        )
        return [
            Defect(
                "person_alike", _POSSIBLE_DUPLICATE, row.place(), hint=_POSSIBLE_DUPLICATE_HINT,
                severity=Severity.WARNING,
            )
            for row, names in named
            if known.get(names)
        ]  # fmt: skip


def _unknown_people(
    rows: Sequence[KindRow[OrientationAct]], context: FileContext
) -> list[tuple[KindRow[OrientationAct], PersonInput]]:
    """People whose number nobody has here, each with their first row."""
    people: dict[str, tuple[KindRow[OrientationAct], PersonInput]] = {}
    for row in rows:
        if row.item is not None:
            people.setdefault(row.item.person.reference, (row, row.item.person))
    with as_system(context.actor):
        known = known_person_references(
            actor=system_actor(context.actor.name), host_id=context.sender.host.pk, source=context.options["tool"],
            references=set(people),
        )  # fmt: skip
    return [each for reference, each in people.items() if reference not in known]


KIND = ActsKind()
