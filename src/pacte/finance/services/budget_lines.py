"""Budget lines, created on first use. Called within an audited act, by this app's services only."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.accounts.models import Organisation
from pacte.accounts.queries import organisation_by_name, organisation_names
from pacte.finance.models import BudgetLine
from pacte.finance.records import AllocationTarget, Fund, Section
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.clock import today
from pacte.kernel.errors import ValidationError
from pacte.plan.models import Plan, PlanAction

# Action or axis, year, section, fund, financer.
_Key = tuple[int | None, str, int, str, str, str]


@dataclass(frozen=True, slots=True)
class BudgetLineKey:
    """Key of a budget line within a host."""

    target: AllocationTarget
    year: int
    section: Section
    fund: Fund
    financer: str


class BudgetLineResolver:
    """Finds or creates budget lines during one act, with a cache."""

    def __init__(self, actor: Actor, host: Organisation) -> None:
        self._actor = actor
        self._host = host
        self._lines: dict[BudgetLineKey, BudgetLine] = {}
        self._plans: dict[str, Plan] = {}
        self._actions: dict[str, dict[ActionCode, PlanAction]] = {}
        self._existing: dict[str, dict[_Key, BudgetLine]] = {}
        self._organisation_ids: dict[str, int | None] = {}

    def line(self, key: BudgetLineKey) -> BudgetLine:
        """Return the budget line of a key.

        Raises ``ValidationError`` for a plan of another host or an unknown action.
        """
        if key not in self._lines:
            self._lines[key] = self._get_or_create(key)
        return self._lines[key]

    def action(self, target: AllocationTarget) -> PlanAction | None:
        if target.action is None:
            return None
        if target.plan_code not in self._actions:
            actions = PlanAction.objects.filter(plan=self.plan(target.plan_code))
            self._actions[target.plan_code] = {each.number: each for each in actions}
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

    def _get_or_create(self, key: BudgetLineKey) -> BudgetLine:
        target = key.target
        plan, action = self.plan(target.plan_code), self.action(target)
        place = (action.pk, "") if action else (None, target.axis_code)
        known = self._existing_lines(plan).get((*place, key.year, key.section, key.fund, key.financer))
        return known or BudgetLine.objects.create(
            organisation=self._host,
            plan=plan,
            axis_code=target.axis_code,
            plan_action=action,
            year=key.year,
            section=key.section,
            fund=key.fund,
            financer_id=self._organisation_id(key.financer),
            financer_name=key.financer,
        )

    def _existing_lines(self, plan: Plan) -> dict[_Key, BudgetLine]:
        """Return the plan's budget lines at the start of the act, read once. The oldest of two duplicates wins."""
        if plan.code not in self._existing:
            self._existing[plan.code] = {
                (
                    each.plan_action_id, "" if each.plan_action_id else each.axis_code, each.year, each.section,
                    each.fund, each.financer_name,
                ): each
                for each in BudgetLine.objects.filter(plan=plan).order_by("-pk")
            }  # fmt: skip
        return self._existing[plan.code]

    def _organisation_id(self, name: str) -> int | None:
        if name not in self._organisation_ids:
            organisation = organisation_by_name(name)
            self._organisation_ids[name] = organisation.pk if organisation else None
        return self._organisation_ids[name]


def host_display_name(actor: Actor, host: Organisation) -> str:
    """Return the current name of the Region, the default financer of a file."""
    return organisation_names(on=today()).get(host.pk, host.code)[:200]
