"""Invented cases of every procedure at every stage, from the answers of those of the demonstration."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from pacte.procedures.rules.catalogue import procedures_by_code

if TYPE_CHECKING:
    import psycopg

    from pacte.procedures.records.description import Procedure

# Written as rows that nothing checks: the history of fifty thousand cases would take longer than the measure.
_BARE_ROWS = "set session_replication_role = replica"
_SLOTS = """
create temp table if not exists slot as
select row_number() over () - 1 as rank, s.* from unnest(
    %(codes)s::text[], %(editions)s::int[], %(stages)s::text[], %(ends)s::bool[], %(deadlines)s::text[],
    %(paths)s::text[], %(sensitive)s::bool[]
) as s(procedure_code, edition, stage, is_end, deadline, path, is_sensitive)
"""
# Read beforehand: a statement that reads the table it fills would read it again for each row.
_MODELS = (
    """create temp table if not exists answered as
    select distinct on (procedure_code) procedure_code, "values" as answers from procedures_case
    where number < %(invented)s order by procedure_code, length("values"::text) desc""",
    """create temp table if not exists model as
    select p.id as plan_id, p.organisation_id, (select count(*) from slot) as slots,
        (select array_agg(x.id order by x.id) from plan_planaction x where x.plan_id = p.id) as actions,
        (
            select array_append(array_agg(distinct c.owner_id) filter (where c.owner_id is not null), null)
            from procedures_case c where c.number < %(invented)s
        ) as owners,
        (select min(x.id) from accounts_organisation x where x.id <> p.organisation_id) as body_id
    from plan_plan p where p.code = %(plan)s""",
)
_CASES = """
insert into procedures_case (
    organisation_id, plan_id, plan_action_id, procedure_code, edition, body_id, applicant_name, sent_at, number, title,
    stage, outcome, owner_id, opened_on, ended_on, held_since, held_until_what, "values", is_sensitive
)
select m.organisation_id, m.plan_id, m.actions[1 + n %% cardinality(m.actions)], s.procedure_code, s.edition,
    case when n %% 3 = 0 then m.body_id end, case when n %% 3 = 0 then 'Demandeur ' || n else '' end,
    case when n %% 3 = 0 then o.opened_on::timestamptz + interval '10 hours' end, n,
    (array['Étude', 'Atelier', 'Chantier', 'Parcours', 'Rénovation'])[1 + n %% 5] || ' d’essai ' || n, s.stage, '',
    m.owners[1 + n %% cardinality(m.owners)], o.opened_on,
    case when s.is_end then least(%(day)s::date, o.opened_on + 30 + n %% 200) end,
    case when not s.is_end and n %% 23 = 0 then %(day)s::date - 10 end,
    case when not s.is_end and n %% 23 = 0 then 'si crédits' else '' end,
    coalesce(t.answers, '{}'::jsonb), s.is_sensitive
from generate_series(%(first)s::int, %(last)s::int) n
cross join model m
join slot s on s.rank = n %% m.slots
cross join lateral (select %(day)s::date - (n * 7) %% 1400 as opened_on) o
left join answered t on t.procedure_code = s.procedure_code
"""
_OF_NEW = """
from procedures_case c join plan_plan p on p.id = c.plan_id and p.code = %(plan)s
join slot s on s.procedure_code = c.procedure_code and s.stage = c.stage
"""
_BETWEEN = "where c.number between %(first)s and %(last)s"
_CHILDREN = (
    """insert into procedures_casedeadline (organisation_id, case_id, code, due_on)
    select c.organisation_id, c.id, s.deadline, %(day)s::date + c.number %% 120 - 20 /*new*/ /*between*/
    and s.deadline <> ''""",
    """insert into procedures_deliverable (organisation_id, case_id, rank, title, due_on, state)
    select c.organisation_id, c.id, r, 'Livrable ' || r, %(day)s::date + c.number %% 200 - 15, 'expected'
    /*new*/ cross join generate_series(1, 2) r /*between*/ and c.number %% 4 = 0 and not s.is_end""",
    """insert into procedures_caseversion (
        organisation_id, case_id, "values", is_sending, happened_on, person_name, recorded_at
    ) select c.organisation_id, c.id, c."values", c.sent_at is not null, c.opened_on, 'Essai', c.opened_on
    /*new*/ /*between*/""",
    """insert into procedures_caseevent (
        organisation_id, case_id, kind, code, before, after, happened_on, reason, person_name, recorded_at
    ) select c.organisation_id, c.id, e.kind, e.code, '', '', e.on_day, '', 'Essai', e.on_day
    /*new*/ cross join lateral (
        select 'opened' as kind, '' as code, c.opened_on as on_day
        union all select 'described', 'title', least(%(day)s::date, c.opened_on + 2)
        union all select 'moved', m.code, least(%(day)s::date, c.opened_on + (m.rank * (3 + c.number %% 11))::int)
        from unnest(string_to_array(s.path, ' ')) with ordinality m(code, rank) where m.code <> ''
    ) e /*between*/""",
    """update procedures_case c set answered_on = (
        select min(e.happened_on) from procedures_caseevent e where e.case_id = c.id and e.kind = 'moved'
    ) from plan_plan p where p.id = c.plan_id and p.code = %(plan)s and c.number between %(first)s and %(last)s""",
    """update procedures_case c set next_due_on = least(
        (select min(d.due_on) from procedures_casedeadline d where d.case_id = c.id),
        (select min(w.due_on) from procedures_deliverable w where w.case_id = c.id)
    ) from plan_plan p where p.id = c.plan_id and p.code = %(plan)s and c.ended_on is null
    and c.number between %(first)s and %(last)s""",
)
# Numbers of the demonstration are below.
FIRST_NUMBER = 1_000


def add_cases(superuser: psycopg.Connection, *, plan: str, already: int, count: int, day: date) -> None:
    """Add cases until there are ``count`` invented ones, ``already`` of which are there, then tidy the tables.

    They are spread over all procedures and stages, the actions of the plan and the owners of the demonstration.
    """
    slots = list(zip(*_slots(), strict=True))
    names = ("codes", "editions", "stages", "ends", "deadlines", "paths", "sensitive")
    columns = dict(zip(names, map(list, slots), strict=True))
    given = {
        "plan": plan, "day": day, "invented": FIRST_NUMBER,
        "first": FIRST_NUMBER + already, "last": FIRST_NUMBER + count - 1,
    }  # fmt: skip
    with superuser.transaction():
        superuser.execute(_BARE_ROWS)
        superuser.execute(_SLOTS, columns)
        for statement in (*_MODELS, _CASES, *_CHILDREN):
            whole = statement.replace("/*new*/", _OF_NEW).replace("/*between*/", _BETWEEN)
            superuser.execute(whole.encode(), given)
    superuser.execute("vacuum (analyze)")


def _slots() -> Iterator[tuple[str, int, str, bool, str, str, bool]]:
    """Each stage of each procedure: its end, its deadline, the transitions that lead there, and who may read it."""
    for code, procedure in sorted(procedures_by_code().items()):
        paths = _paths(procedure)
        for stage in procedure.stages:
            deadline = next((each.code for each in procedure.deadlines if each.stage == stage.code), "")
            path = " ".join(paths.get(stage.code, ()))
            yield code, procedure.edition, stage.code, stage.is_end, deadline, path, procedure.is_sensitive


def _paths(procedure: Procedure) -> dict[str, tuple[str, ...]]:
    """The shortest way from the first stage to each stage."""
    paths: dict[str, tuple[str, ...]] = {procedure.first_stage.code: ()}
    queue = deque(paths)
    while queue:
        here = queue.popleft()
        for each in procedure.transitions:
            if here in each.before and each.after not in paths:
                paths[each.after] = (*paths[here], each.code)
                queue.append(each.after)
    return paths
