"""What another tool says of a case completes it, and never overwrites it unless a person said so."""

from __future__ import annotations

from collections.abc import Sequence

from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Conflict
from pacte.kernel.french import join_words
from pacte.procedures.models import Case, CaseEvent
from pacte.procedures.queries.reference_names import reference_names, unknown_references
from pacte.procedures.queries.scopes import scope_of_case
from pacte.procedures.records.cases import CaseEventKind
from pacte.procedures.records.tool_facts import ToolChange, ToolDifference, ToolFacts, ToolVerdict
from pacte.procedures.rules.catalogue import procedure_edition
from pacte.procedures.rules.form_check import refuse_form_errors
from pacte.procedures.rules.tool_facts import tool_answers
from pacte.procedures.services.case_fields import update_case_fields
from pacte.procedures.services.guards import add_case_event, locked_case, refuse_unless


def add_tool_facts(*, actor: Actor, case: Case, facts: ToolFacts, replaces: bool = False) -> ToolChange:
    """Adds to a case the answers that it lacks and the verdicts that it does not say. The caller is in a transaction.

    The same facts again add nothing. ``replaces``: the differences that may be replaced are.
    Raises ``PermissionDenied``, ``ValidationError`` (``form_errors``), ``Conflict`` (``differs_here``: nothing is
    written; ``file_ended``).
    """
    refuse_unless(actor, "procedures.write", scope_of_case(actor=actor, case=case, on=today()))
    procedure = procedure_edition(case.procedure_code, case.edition)
    names = reference_names(procedure.fields, [case.values, facts.answers])
    answers = tool_answers(procedure, case.values, facts, replaces=replaces, names=names)
    if answers.differences:
        raise _difference(case, answers.differences)
    changed = [each for each in procedure.fields if each.code in answers.values]
    refuse_form_errors(unknown_references(actor=actor, fields=changed, values=answers.values))
    if answers.values:
        update_case_fields(
            actor=actor, case=case, title=case.title, values=answers.values, on=today(), reason=facts.source
        )  # fmt: skip
    verdicts = [each for each in facts.verdicts if case.stage not in each.stages and not _is_known(case, each)]
    if verdicts:
        _add_verdicts(actor, case, verdicts, facts.source)
    return ToolChange(case.number, answers.changes, tuple(each.text for each in verdicts))


def _is_known(case: Case, verdict: ToolVerdict) -> bool:
    last = CaseEvent.objects.filter(case=case, kind=CaseEventKind.TOOL_VERDICT, code=verdict.code).order_by("pk").last()
    return last is not None and last.after == verdict.text


def _add_verdicts(actor: Actor, case: Case, verdicts: list[ToolVerdict], source: str) -> None:
    with locked_case(actor=actor, case=case, right="procedures.write", name="tell", reason=source) as (locked, entry):
        for each in verdicts:
            add_case_event(
                actor=actor, case=locked, kind=CaseEventKind.TOOL_VERDICT, on=today(), code=each.code, after=each.text,
                reason=source,
            )  # fmt: skip
        entry.detail.update(verdicts=[each.code for each in verdicts])


def _difference(case: Case, differences: Sequence[ToolDifference]) -> Conflict:
    texts = [f"{each.label} : « {each.here or 'rien'} » ici, « {each.there} » là-bas" for each in differences]
    lasting = [each.label for each in differences if not each.is_replaceable]
    if lasting:
        hint = f"{join_words(lasting)} ne se remplace pas par un fichier : vérifiez le numéro, ou écrivez le dossier."
    else:
        hint = "Corrigez le dossier, ou cochez « Remplacer » pour prendre ce que dit le fichier."
    return Conflict("differs_here", f"Dossier n° {case.number}. {join_words(texts)}.", hint=hint)
