"""Import a plan file as a draft: a review that writes nothing, then one transaction."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.text import slugify

from pacte.accounts.queries import organisation_by_name, service_by_code
from pacte.accounts.services import ensure_organisation, ensure_service
from pacte.kernel.clock import today
from pacte.kernel.defects import CellReference, Defect, DefectReview
from pacte.kernel.errors import ValidationError
from pacte.kernel.french import fold_text
from pacte.plan.permissions import PlanScope, may
from pacte.plan.queries import content_of_version, draft_version, plan_by_code, plan_summaries, version_on
from pacte.plan.rules.change_cells import cell_of_change
from pacte.plan.rules.check import check_plan
from pacte.plan.rules.diff import diff_plans
from pacte.plan.rules.merge import cells_by_merged_field, merge_file_into_plan
from pacte.plan.services import create_plan, replace_draft
from pacte.plan.services.version_storage import LeadOrganisation

if TYPE_CHECKING:
    from pacte.accounts.models import Organisation
    from pacte.kernel.actor import Actor
    from pacte.plan.models import Plan, PlanVersion
    from pacte.plan.records import ParsedPlan, PlanContent
    from pacte.plan.rules.changes import PlanDiff

# Above this share of numbers with nearly the same title, a file without a plan name is taken for that plan.
_SAME_PLAN_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class PlanImportReview(DefectReview):
    """Effect of importing the file. ``base`` is the version compared with; None for a new plan."""

    file_name: str
    reading: ParsedPlan
    content: PlanContent | None
    defects: tuple[Defect, ...]
    plan: Plan | None
    base: PlanVersion | None
    difference: PlanDiff | None

    @property
    def changes_nothing(self) -> bool:
        return self.difference is not None and self.difference.is_empty

    @property
    def new_warnings(self) -> tuple[Defect, ...]:
        """About what the file changes, or about a new plan."""
        touched = self._touched_places
        return tuple(each for each in self.warnings if touched is None or (each.cell or each.at) in touched)

    @property
    def known_warnings(self) -> tuple[Defect, ...]:
        """About text that the plan already contains unchanged: they were accepted before."""
        touched = self._touched_places
        return tuple(each for each in self.warnings if touched is not None and (each.cell or each.at) not in touched)

    @property
    def _touched_places(self) -> set[object] | None:
        """Fields and cells that the file changes; None for a new plan."""
        if self.difference is None:
            return None
        cells_by_field, changes = self.reading.cell_by_field or {}, self.difference.changes
        touched: set[object] = {(change.key, change.field) for change in changes}
        return touched | {cell_of_change(change, cells_by_field) for change in changes} - {None}


def review_plan_import(
    *, actor: Actor, file_name: str, reading: ParsedPlan, plan: Plan | None, as_new: bool = False
) -> PlanImportReview:
    """Compare the file with the plan it concerns: ``plan``, else the one it resembles, else a new one."""
    if reading.content is None:
        return PlanImportReview(file_name, reading, None, reading.defects, plan, None, None)
    if plan is None and not as_new:
        plan = _matching_plan(actor, reading.content)
    base = _base_version(actor, plan)
    base_content = content_of_version(base) if base else None
    content = (
        merge_file_into_plan(base_content, reading) if base_content else _with_plan_code(reading.content, file_name)
    )
    if base_content:
        # A table without keys was read under generated ones: from here on, use the keys of the plan.
        reading = replace(reading, cell_by_field=cells_by_merged_field(base_content, reading))
    known_defects = {(defect.code, defect.cell) for defect in reading.defects}
    new_defects = tuple(
        defect
        for each in check_plan(content)
        if ((defect := _with_cell(each, reading)).code, defect.cell) not in known_defects
    )
    difference = diff_plans(base_content, content) if base_content else None
    return PlanImportReview(file_name, reading, content, (*reading.defects, *new_defects), plan, base, difference)


def import_plan(
    *, actor: Actor, review: PlanImportReview, host: Organisation, reason: str, create_bodies: bool = True
) -> PlanVersion:
    """Write a review without errors as a draft: of its plan, or of a new plan hosted by ``host``.

    Raises ``ValidationError`` when errors remain, or when the file would change nothing.
    """
    if review.content is None or review.errors:
        raise ValidationError(
            "import_defects",
            f"« {review.file_name} » a {len(review.errors)} défaut(s) qui bloquent.",
            hint="Corrigez-les dans le fichier, puis déposez-le de nouveau.",
        )
    if review.changes_nothing:
        raise ValidationError(
            "import_no_change", f"« {review.file_name} » ne change rien au plan : rien n’a été écrit."
        )
    with transaction.atomic():
        bodies = resolve_lead_organisations(actor=actor, content=review.content, create=create_bodies)
        if review.plan is None or review.base is None:
            return create_plan(
                actor=actor, organisation=host, content=review.content, lead_organisations=bodies, reason=reason
            )
        return replace_draft(
            actor=actor,
            plan=review.plan,
            base=review.base,
            content=review.content,
            lead_organisations=bodies,
            reason=reason,
        )


def resolve_lead_organisations(
    *, actor: Actor, content: PlanContent, create: bool
) -> dict[tuple[str, str], LeadOrganisation]:
    """Directory organisation and service by lead text; created when ``create`` is true."""
    organisations_by_lead: dict[tuple[str, str], LeadOrganisation] = {}
    for row in content.rows:
        for lead in row.leads:
            lead_key = (lead.organisation, lead.service)
            if lead_key in organisations_by_lead or not lead.organisation:
                continue
            body = organisation_by_name(lead.organisation)
            if body is None and create:
                body = ensure_organisation(actor=actor, name=lead.organisation)
            if body is None:
                continue
            service = service_by_code(body, lead.service) if lead.service else None
            if service is None and lead.service and create:
                service = ensure_service(actor=actor, organisation=body, code=lead.service)
            organisations_by_lead[lead_key] = LeadOrganisation(body.pk, service.pk if service else None)
    return organisations_by_lead


def _base_version(actor: Actor, plan: Plan | None) -> PlanVersion | None:
    if plan is None:
        return None
    return draft_version(actor=actor, plan=plan) or version_on(actor=actor, plan=plan, on=today())


def _matching_plan(actor: Actor, content: PlanContent) -> Plan | None:
    """A plan that the actor steers: with the same code, else whose numbered titles are close to those of the file."""
    lines = [line for line in plan_summaries(actor=actor) if may(actor, "plan.import", PlanScope(host_id=line.host_id))]
    known = {line.code: plan_by_code(actor=actor, code=line.code) for line in lines}
    if content.code in known:
        return known[content.code]
    for plan in known.values():
        base = _base_version(actor, plan)
        if base and _title_similarity(content_of_version(base), content) >= _SAME_PLAN_SHARE:
            return plan
    return None


def _title_similarity(one: PlanContent, other: PlanContent) -> float:
    """Share of the rows of ``other`` whose number has a title of ``one``, ignoring accents and punctuation."""
    titles = {
        (row.number, _letters_and_digits(text))
        for row in one.rows
        for text in (row.title, row.title_as_printed)
        if text
    }
    if not other.rows:
        return 0.0
    return sum((row.number, _letters_and_digits(row.title)) in titles for row in other.rows) / len(other.rows)


def _letters_and_digits(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "", fold_text(text))


def _with_plan_code(content: PlanContent, file_name: str) -> PlanContent:
    """Give a new plan a code: its own, else from its title, else from the file name."""
    stem = file_name.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    title = content.title or content.document_title or stem
    return replace(content, title=title, code=slugify(content.code or title)[:100] or "plan")


def _with_cell(defect: Defect, reading: ParsedPlan) -> Defect:
    """Attach a plan-wide defect to its cell in the file, when the file shows that field."""
    if defect.cell or not defect.at or not reading.cell_by_field:
        return defect
    subject, _ = defect.at
    cell: CellReference | None = reading.cell_by_field.get(defect.at) or next(
        (place for (key, _), place in reading.cell_by_field.items() if key == subject), None
    )
    return replace(defect, cell=cell)
