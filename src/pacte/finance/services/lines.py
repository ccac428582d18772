"""Budget lines, made when money first needs them. Called inside an act by the services of this room only."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.accounts.models import Organisation
from pacte.accounts.queries import organisation_named, organisation_names
from pacte.finance.models import BudgetLine
from pacte.finance.records import Fund, Section, Target
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import Invalid
from pacte.plan.models import Plan, PlanAction


@dataclass(frozen=True, slots=True)
class Pocket:
    """What tells one budget line from another within a host."""

    target: Target
    year: int
    section: Section
    fund: Fund
    financer: str


class Pockets:
    """The budget lines met during one act, each looked for once."""

    def __init__(self, actor: Actor, host: Organisation) -> None:
        self._actor = actor
        self._host = host
        self._lines: dict[Pocket, BudgetLine] = {}
        self._plans: dict[str, Plan] = {}
        self._actions: dict[tuple[str, int], PlanAction] = {}
        self._bodies: dict[str, int | None] = {}

    def line(self, pocket: Pocket) -> BudgetLine:
        """Raises ``Invalid`` when the plan is not the host's, or has no such action."""
        if pocket not in self._lines:
            self._lines[pocket] = self._found(pocket)
        return self._lines[pocket]

    def action(self, target: Target) -> PlanAction | None:
        if target.action is None:
            return None
        key = (target.plan_code, target.action)
        if key not in self._actions:
            found = PlanAction.objects.filter(plan=self.plan(target.plan_code), number=target.action).first()
            if found is None:
                raise Invalid("no_such_action", f"Le plan n’a pas d’action {target.action}.", todo="Choisissez-en une.")
            self._actions[key] = found
        return self._actions[key]

    def plan(self, code: str) -> Plan:
        if code not in self._plans:
            plan = Plan.objects.filter(code=code, organisation=self._host).first()
            if plan is None:
                raise Invalid("no_such_plan", "Ce plan n’est pas celui de la Région.", todo="Choisissez-en un autre.")
            self._plans[code] = plan
        return self._plans[code]

    def _found(self, pocket: Pocket) -> BudgetLine:
        target = pocket.target
        action = self.action(target)
        known = BudgetLine.objects.filter(
            plan=self.plan(target.plan_code),
            year=pocket.year,
            section=pocket.section,
            fund=pocket.fund,
            financer_name=pocket.financer,
        )
        known = (
            known.filter(plan_action=action)
            if action
            else known.filter(plan_action__isnull=True, axis_code=target.axis_code)
        )
        return known.first() or BudgetLine.objects.create(
            organisation=self._host,
            plan=self.plan(target.plan_code),
            axis_code=target.axis_code,
            plan_action=action,
            year=pocket.year,
            section=pocket.section,
            fund=pocket.fund,
            financer_id=self._body(pocket.financer),
            financer_name=pocket.financer,
        )

    def _body(self, name: str) -> int | None:
        if name not in self._bodies:
            body = organisation_named(name)
            self._bodies[name] = body.pk if body else None
        return self._bodies[name]


def own_name(actor: Actor, host: Organisation) -> str:
    """The Region, as the directory names it today: who pays when a file does not say."""
    del actor
    return organisation_names(on=today()).get(host.pk, host.code)[:200]
