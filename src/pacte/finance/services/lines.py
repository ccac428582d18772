"""Budget lines, created on first use. Called within an audited act, by this app's services only."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.accounts.models import Organisation
from pacte.accounts.queries import organisation_by_name, organisation_names
from pacte.finance.models import BudgetLine
from pacte.finance.records import Fund, Section, Target
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.plan.models import Plan, PlanAction

# Action or axis, year, section, fund, financer.
_Key = tuple[int | None, str, int, str, str, str]


@dataclass(frozen=True, slots=True)
class Pocket:
    """Key of a budget line within a host."""

    target: Target
    year: int
    section: Section
    fund: Fund
    financer: str


class Pockets:
    """Finds or creates budget lines during one act, with a cache."""

    def __init__(self, actor: Actor, host: Organisation) -> None:
        self._actor = actor
        self._host = host
        self._lines: dict[Pocket, BudgetLine] = {}
        self._plans: dict[str, Plan] = {}
        self._actions: dict[str, dict[ActionCode, PlanAction]] = {}
        self._before: dict[str, dict[_Key, BudgetLine]] = {}
        self._bodies: dict[str, int | None] = {}

    def line(self, pocket: Pocket) -> BudgetLine:
        """Return the budget line of a key.

        Raises ``ValidationError`` for a plan of another host or an unknown action.
        """
        if pocket not in self._lines:
            self._lines[pocket] = self._found(pocket)
        return self._lines[pocket]

    def action(self, target: Target) -> PlanAction | None:
        if target.action is None:
            return None
        if target.plan_code not in self._actions:
            found = PlanAction.objects.filter(plan=self.plan(target.plan_code))
            self._actions[target.plan_code] = {each.number: each for each in found}
        if target.action not in self._actions[target.plan_code]:
            raise ValidationError(
                "no_such_action", f"Le plan n’a pas d’action {target.action}.", hint="Choisissez-en une."
            )
        return self._actions[target.plan_code][target.action]

    def plan(self, code: str) -> Plan:
        if code not in self._plans:
            plan = Plan.objects.filter(code=code, organisation=self._host).first()
            if plan is None:
                raise ValidationError(
                    "no_such_plan", "Ce plan n’est pas celui de la Région.", hint="Choisissez-en un autre."
                )
            self._plans[code] = plan
        return self._plans[code]

    def _found(self, pocket: Pocket) -> BudgetLine:
        target = pocket.target
        plan, action = self.plan(target.plan_code), self.action(target)
        place = (action.pk, "") if action else (None, target.axis_code)
        known = self._known(plan).get((*place, pocket.year, pocket.section, pocket.fund, pocket.financer))
        return known or BudgetLine.objects.create(
            organisation=self._host,
            plan=plan,
            axis_code=target.axis_code,
            plan_action=action,
            year=pocket.year,
            section=pocket.section,
            fund=pocket.fund,
            financer_id=self._body(pocket.financer),
            financer_name=pocket.financer,
        )

    def _known(self, plan: Plan) -> dict[_Key, BudgetLine]:
        """Return the plan's budget lines at the start of the act, read once. The oldest of two duplicates wins."""
        if plan.code not in self._before:
            self._before[plan.code] = {
                (
                    each.plan_action_id, "" if each.plan_action_id else each.axis_code, each.year, each.section,
                    each.fund, each.financer_name,
                ): each
                for each in BudgetLine.objects.filter(plan=plan).order_by("-pk")
            }  # fmt: skip
        return self._before[plan.code]

    def _body(self, name: str) -> int | None:
        if name not in self._bodies:
            body = organisation_by_name(name)
            self._bodies[name] = body.pk if body else None
        return self._bodies[name]


def own_name(actor: Actor, host: Organisation) -> str:
    """Return the current name of the Region, the default financer of a file."""
    del actor
    return organisation_names(on=today()).get(host.pk, host.code)[:200]
