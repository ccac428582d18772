"""Stakeholders of each action of a plan on a date, in four queries whatever the number of actions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from pacte.accounts.models import OrganisationName
from pacte.kernel.action_codes import ActionCode
from pacte.kernel.actor import Actor
from pacte.kernel.french import fold_text
from pacte.plan.models import ActionPerson, Plan, PlanAction, RowLead, VersionActionTitle, VersionRow
from pacte.plan.queries.plans import version_on
from pacte.plan.records.stakeholders import ActionStakeholders


def stakeholders_by_action(
    *, actor: Actor, plan: Plan, on: date, numbers: Collection[ActionCode] | None = None
) -> dict[ActionCode, ActionStakeholders]:
    """Return the stakeholders of each action, by number, in the version visible on that date.

    ``numbers``: the actions to read, all by default. Raises ``NotFound`` when there is no version.
    """
    version = version_on(actor=actor, plan=plan, on=on)
    wanted = Q() if numbers is None else Q(plan_action__number__in=list(numbers))
    organisations: defaultdict[ActionCode, set[int]] = defaultdict(set)
    services: defaultdict[ActionCode, set[int]] = defaultdict(set)
    rows = VersionRow.objects.filter(wanted, version=version)
    leads = RowLead.objects.filter(version=version)
    if numbers is not None:
        leads = leads.filter(row__plan_action__number__in=list(numbers))
    for number, body, service in leads.values_list("row__plan_action__number", "body_id", "service_id"):
        organisations[number] |= {body} - {None}
        services[number] |= {service} - {None}
    people: defaultdict[ActionCode, set[int]] = defaultdict(set)
    named = ActionPerson.objects.filter(
        wanted, Q(valid_from__lte=on) & (Q(valid_until__isnull=True) | Q(valid_until__gte=on)), plan_action__plan=plan
    )
    for number, person in named.values_list("plan_action__number", "person_id"):
        people[number].add(person)
    partners = _partners(rows)
    listed = version.action_lines.filter(wanted).values_list("plan_action__number", flat=True)
    return {
        number: ActionStakeholders(
            host_id=plan.organisation_id,
            number=number,
            lead_organisation_ids=frozenset(organisations[number]),
            lead_service_ids=frozenset(services[number]),
            lead_person_ids=frozenset(people[number]),
            partner_organisation_ids=frozenset(partners[number]),
        )
        for number in sorted({*listed, *organisations})
    }


def action_titles_by_number(*, actor: Actor, plan: Plan, on: date) -> dict[ActionCode, str]:
    """Return the short title of each action, in number order, in the version visible on that date."""
    version = version_on(actor=actor, plan=plan, on=on)
    titles = VersionActionTitle.objects.filter(version=version).order_by("plan_action__number_order")
    rows = titles.values_list("plan_action__number", "short_title", "title")
    return {number: short_title or title for number, short_title, title in rows}


def plan_action_by_number(*, plan: Plan, number: ActionCode) -> PlanAction | None:
    """Return the numbered action across versions, or None when the plan has no such number."""
    return plan.plan_actions.filter(number=number).first()


def _partners(plan_rows: QuerySet[VersionRow]) -> defaultdict[ActionCode, set[int]]:
    """Return the partner organisations of each action of these rows.

    Partners are free text in the plan: only names of known organisations count.
    """
    numbers_by_name: defaultdict[str, set[ActionCode]] = defaultdict(set)
    with_partners = plan_rows.exclude(partners=[]).values_list("plan_action__number", "partners")
    for number, partner_names in with_partners:
        for partner_name in partner_names:
            numbers_by_name[fold_text(partner_name)].add(number)
    partner_ids: defaultdict[ActionCode, set[int]] = defaultdict(set)
    matches = OrganisationName.objects.filter(plain_name__in=list(numbers_by_name)).values_list(
        "plain_name", "organisation_id"
    )
    for name, organisation in matches:
        for number in numbers_by_name[name]:
            partner_ids[number].add(organisation)
    return partner_ids


def lead_names_by_action(*, actor: Actor, plan: Plan, on: date) -> dict[ActionCode, str]:
    """Return the leads of each action as written in the plan, « Région (DFP), Pôle emploi », by number."""
    version = version_on(actor=actor, plan=plan, on=on)
    services_by_lead: defaultdict[ActionCode, dict[str, list[str]]] = defaultdict(dict)
    leads = RowLead.objects.filter(version=version).order_by("row__rank", "rank")
    for number, name, service in leads.values_list("row__plan_action__number", "name", "service_name"):
        services = services_by_lead[number].setdefault(name, [])
        if service and service not in services:
            services.append(service)
    return {
        number: ", ".join(f"{name} ({', '.join(services)})" if services else name for name, services in names.items())
        for number, names in services_by_lead.items()
    }
