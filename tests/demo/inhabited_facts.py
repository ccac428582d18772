"""Program for ``./pacte django shell``: prints what a demonstration shows of its lots, orders, files and desks."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from datetime import date
from typing import Any

from django.db import connection

from pacte.accounts.queries import actor_of, person_by_email
from pacte.accounts.row_context import acting_as
from pacte.demo.logins import demo_logins
from pacte.journeys.queries.adviser_scope import adviser_scopes
from pacte.journeys.queries.desk_rows import waiting_journeys
from pacte.journeys.records.adviser_desk import SILENT_DAYS
from pacte.kernel.actor import Role, system_actor
from pacte.kernel.clock import today

_QUERIES = {
    "lots": "select code, title, zone_kind, zone_code from offer_lot",
    "orders": (
        "select distinct o.title, l.fund, p.code, a.number"
        " from offer_order o join offer_orderitem l on l.order_id = o.id left join plan_plan p on p.id = l.plan_id"
        " left join plan_planaction a on a.id = l.plan_action_id"
    ),
    "zones": "select distinct kind, code from reference_zone",
    "starts": "select distinct starts_on from offer_session union select distinct first_starts_on from offer_session",
    "confirmed": (
        "select s.number, p.minimum, p.occupied from offer_session s join offer_sessionplaces p on p.session_id = s.id"
        " where s.state in ('confirmed', 'running') and s.starts_on <= %s and p.occupied < p.minimum"
    ),
    "cases": "select procedure_code, stage, opened_on, ended_on, held_since, values from procedures_case",
    "requests": (
        "select o.kind, c.sent_at, e.recorded_at, e.person_name from procedures_case c"
        " join accounts_organisation o on o.id = c.body_id"
        " join procedures_caseevent e on e.case_id = c.id and e.kind = 'opened'"
        " where c.procedure_code = 'adaptation_request'"
    ),
    "experiments": (
        "select e.title, e.locked_on, (select count(*) from evaluation_addendum d where d.experiment_id = e.id)"
        " + (select count(*) from evaluation_finding f where f.experiment_id = e.id) from evaluation_experiment e"
    ),
    "arms": (
        "select e.title, a.number, s.arm, s.session_id, s.since, e.opened_on, v.starts_on from evaluation_armsession s"
        " join evaluation_experiment e on e.id = s.experiment_id join plan_planaction a on a.id = e.plan_action_id"
        " join offer_session v on v.id = s.session_id"
    ),
}  # fmt: skip


def facts(on: date) -> dict[str, Any]:
    machine = system_actor("tests")
    with acting_as(machine), connection.cursor() as cursor:
        found: dict[str, Any] = {}
        for name, query in _QUERIES.items():
            cursor.execute(query, [on] if "%s" in query else None)
            found[name] = cursor.fetchall()
    return found | {"desks": {each.email: _desk(each.email, on) for each in demo_logins() if each.role is Role.ADVISER}}


def _desk(email: str, on: date) -> dict[str, int]:
    """How many people of an adviser wait, by column and by state."""
    with acting_as(system_actor("tests")):
        person = person_by_email(email)
        assert person is not None, email
        adviser = actor_of(person, on=on)
    counts: dict[str, int] = defaultdict(int)
    with acting_as(adviser):
        scope = adviser_scopes(actor=adviser, on=on)[0]
        rows = waiting_journeys(actor=adviser, scope=scope, on=on, silent_days=SILENT_DAYS)
        for wait, journeys in rows.items():
            for row in journeys:
                counts[wait] += 1
                counts[row.state] += 1
    return dict(counts)


def main() -> None:
    sys.stdout.write(json.dumps(facts(today()), default=str) + "\n")
