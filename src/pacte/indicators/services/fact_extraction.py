"""Extraction of new rows from the database: one COPY per source since the last refresh. Runs as the system actor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import connection
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus

from pacte.audit.planner_statistics import analyze_tables
from pacte.indicators.records.manifest import ReadPosition
from pacte.kernel.actor import Actor
from pacte.kernel.errors import PermissionDenied


@dataclass(frozen=True, slots=True)
class FactSource:
    """An append-only table. ``select`` returns the rows that match ``{rows}``, with the alias « e »."""

    name: str
    table: str
    select: str


_PROGRESS_BYTES = 1 << 20
_UTC = "at time zone 'UTC'"
# First step of a chain of corrections.
_ORIGIN = """
    with recursive up as (
        select e.corrects_id as id
        union select c.corrects_id from up join journeys_step c on c.id = up.id where c.corrects_id is not null
    ) select min(id) from up"""
# Longest first: the next ones are extracted while these are loaded.
SOURCES = (
    FactSource(
        "steps", "journeys_step",
        f"""select e.id as fact, e.organisation_id as host, e.happened_on, e.recorded_at {_UTC} as recorded_at,
            e.corrects_id as corrects, e.is_withdrawn as withdrawn,
            case when e.corrects_id is null then e.id else ({_ORIGIN}) end as origin, e.kind, e.journey_id as journey,
            e.session_id as session, coalesce(e.detail ->> 'end_kind', '') as end_kind,
            coalesce(e.detail ->> 'reason', '') as end_reason, coalesce(e.detail ->> 'mode', '') as mode,
            e.detail ->> 'theme' as theme,
            (e.detail ->> 'months')::int as months, (e.detail ->> 'answered')::boolean as answered,
            (e.detail ->> 'in_job')::boolean as in_job, (e.detail ->> 'had_job')::boolean as had_job,
            (e.detail ->> 'durable_job')::boolean as durable_job,
            case when e.detail ? 'in_job' or e.detail ? 'in_training' then
                coalesce((e.detail ->> 'in_job')::boolean, false)
                or coalesce((e.detail ->> 'in_training')::boolean, false) end as favourable
        from journeys_step e where {{rows}}""",
    ),
    FactSource(
        "hours", "journeys_attendanceweek",
        f"""select e.id as fact, e.organisation_id as host, e.monday as happened_on,
            e.recorded_at {_UTC} as recorded_at, e.corrects_id as corrects, false as withdrawn,
            e.journey_id as journey, e.minutes
        from journeys_attendanceweek e where {{rows}}""",
    ),
    FactSource(
        "ledger", "offer_placeentry",
        f"""select e.id as fact, e.organisation_id as host, e.happened_on, e.recorded_at {_UTC} as recorded_at,
            e.corrects_id as corrects, false as withdrawn, e.kind, e.places, e.hours, e.cents, e.order_id,
            o.ends_on as order_ends_on, o.fund as order_fund, e.buyer_id as order_funder, o.price_unit,
            o.unit_price_cents, l.group_hours, x.number as plan_action, e.other_session_id as other_session, e.cause,
            e.amendment_id as amendment, e.session_id as session
        from offer_placeentry e
        left join offer_order o on o.id = e.order_id
        left join offer_orderitem l on l.order_id = e.order_id and l.session_id = e.session_id
        left join plan_planaction x on x.id = o.plan_action_id
        where {{rows}}""",
    ),
    FactSource(
        "states", "offer_sessionstatechange",
        f"""select e.id as fact, e.organisation_id as host, e.happened_on, e.recorded_at {_UTC} as recorded_at,
            null::bigint as corrects, false as withdrawn, e.state, e.decided_by, e.cause, e.starts_on_before,
            e.starts_on as starts_on_after, e.session_id as session
        from offer_sessionstatechange e where {{rows}}""",
    ),
    FactSource(
        "money", "finance_movement",
        f"""select e.id as fact, e.organisation_id as host, e.happened_on, e.recorded_at {_UTC} as recorded_at,
            null::bigint as corrects, false as withdrawn, e.stage, e.cents, e.etp, b.plan_id as plan,
            b.axis_code as axis, x.number as plan_action, b.year, coalesce(b.section, c.section) as section,
            coalesce(b.fund, c.fund) as fund, coalesce(b.financer_name, c.financer_name) as financer
        from finance_movement e
        left join finance_commitment c on c.id = e.commitment_id
        left join finance_allocation a on a.commitment_id = c.id and a.superseded_at is null
        left join finance_budgetline b on b.id = coalesce(e.budget_line_id, a.budget_line_id)
        left join plan_planaction x on x.id = b.plan_action_id
        where {{rows}}""",
    ),
    FactSource(
        # Drafts are ignored: a target is known from the moment its version was put in force.
        "targets", "plan_versionfigure",
        f"""select e.id as fact, v.organisation_id as host, v.in_force_from as happened_on,
            coalesce(
                (select min(j.at) from audit_auditentry j where j.act = 'plan.put_in_force'
                    and j.subject_kind = 'plan' and j.subject_id = v.plan_id::text
                    and j.detail ->> 'version' = v.number::text),
                v.created_at
            ) {_UTC} as recorded_at,
            null::bigint as corrects, false as withdrawn, v.plan_id as plan, v.number as version,
            x.number as plan_action, e.indicator_code as code, e.what, coalesce(e.value, e.minimum) as target, e.unit,
            e.proposed
        from plan_versionfigure e
        join plan_planversion v on v.id = e.version_id and v.state = 'in_force' and e.kind = 'target'
        join plan_versionrow r on r.id = e.row_id join plan_planaction x on x.id = r.plan_action_id
        where {{rows}}""",
    ),
)  # fmt: skip

# Attributes of the journey and session when one of their facts is extracted. For an erased person: the remaining
# attributes (docs/adr/0014); « 45 ans et plus » is not one of our classes, so the age is then unknown.
_PEOPLE = """
select j.id as journey, coalesce(p.number, -l.id) as person, j.referrer_id as referrer,
    coalesce(nullif(l.commune_code, ''), j.kept_department) as residence, l.sex,
    coalesce(extract(year from coalesce(j.entered_on, j.opened_on))::int - l.birth_year,
        case j.kept_age_band when 'under_26' then 16 when '26_44' then 26 end) as age, l.diploma,
    bool_or(f.kind = 'rsa') filter (where {in_force}) as rsa,
    bool_or(f.kind = 'rqth') filter (where {in_force}) as rqth,
    bool_or(f.kind = 'literacy') filter (where {in_force}) as literacy,
    bool_or(f.kind = 'justice') filter (where {in_force}) as justice,
    bool_or(f.kind = 'refugee') filter (where {in_force}) as refugee,
    j.opened_on, j.entered_on, j.ended_on, j.plan_id is not null as is_pact, j.session_id as journey_session
from journeys_journey j
join journeys_learner l on l.id = j.learner_id
left join indicators_factperson p on p.learner_id = l.id
left join journeys_sensitivefact f on f.learner_id = l.id
where {journeys}
group by j.id, p.number, l.id
"""
_IN_FORCE = (
    "f.valid_from <= coalesce(j.entered_on, j.opened_on)"
    " and (f.valid_until is null or f.valid_until >= coalesce(j.entered_on, j.opened_on))"
)
_SESSIONS = """
select s.id as session, coalesce(nullif(st.commune_code, ''), p.commune_code) as session_commune, p.id as provider,
    p.body_id as provider_body, coalesce(o.nature, h.nature, '') as nature,
    coalesce(o.domain, left(t.formacodes[1], 3)) as domain, t.rome_codes[1] as rome, t.level_out as target_level,
    t.is_certifying as certifying, a.entry_mode = 1 as rolling, s.starts_on,
    coalesce(s.first_starts_on, s.starts_on) as first_starts_on, s.ends_on, s.enrol_until, o.fund, o.funder
from offer_session s
join offer_trainingaction a on a.id = s.training_action_id
join offer_training t on t.id = a.training_id
join offer_provider p on p.id = t.provider_id
left join offer_site st on st.id = coalesce(s.site_id, a.site_id)
left join offer_trainingdescription h on h.training_id = t.id and h.nature <> ''
left join (
    select e.session_id, (array_agg(o.fund order by e.id))[1] as fund,
        (array_agg(e.buyer_id order by e.id))[1] as funder,
        (array_agg(o.nature order by e.id))[1] as nature, (array_agg(o.domain_code order by e.id))[1] as domain
    from offer_placeentry e join offer_order o on o.id = e.order_id
    where e.kind = 'bought' and {bought} group by e.session_id
) o on o.session_id = s.id
where {sessions}
"""


class FactExtractor:
    """Copies rows to CSV files with a header, in a folder. System actor only."""

    def __init__(self, *, actor: Actor, folder: Path, on_progress: Callable[[int], None]) -> None:
        if not actor.is_system:
            raise PermissionDenied("facts_refresh", "Seule la machine rafraîchit les faits.")
        self._folder, self._on_progress, self._bytes, self._reported_bytes = folder, on_progress, 0, 0

    def new_rows(self, source: FactSource, before: ReadPosition) -> Path:
        """Rows not read yet: above the last identifier, and in the gaps below it."""
        condition = f"e.id > {before.last}"
        if before.holes:
            first, last = (_sql_array(ends) for ends in zip(*before.holes, strict=True))
            # The array is evaluated first, then each number uses the index: no sequential scan of the table.
            condition += (
                f" or e.id = any(array(select h.id from unnest({first}, {last}) as hole (first, last)"
                f" join {source.table} h on h.id between hole.first and hole.last))"
            )
        return self.copy(source.name, source.select.format(rows=f"({condition})"))

    def retried_steps(self, steps: list[int]) -> Path:
        """Those of the steps that are not corrected."""
        source = next(each for each in SOURCES if each.name == "steps")
        condition = "not exists (select 1 from journeys_step c where c.corrects_id = e.id)"
        return self.copy("again", source.select.format(rows=f"e.id = any({_sql_array(steps)}) and {condition}"))

    def people(self, journeys: list[int] | None) -> Path:
        """Attributes of the people of those journeys; of all when None."""
        condition = "true" if journeys is None else f"j.id = any({_sql_array(journeys)})"
        return self.copy("people", _PEOPLE.format(journeys=condition, in_force=_IN_FORCE))

    def sessions(self, sessions: list[int] | None) -> Path:
        condition = "true" if sessions is None else f"s.id = any({_sql_array(sessions)})"
        bought = "true" if sessions is None else f"e.session_id = any({_sql_array(sessions)})"
        return self.copy("sessions", _SESSIONS.format(sessions=condition, bought=bought))

    def copy(self, name: str, select: str) -> Path:
        path = self._folder / f"{name}.csv"
        with path.open("wb") as file:
            for row in _copied_rows(f"copy ({select}) to stdout (format csv, header)"):
                file.write(row)
                self._bytes += len(row)
                if self._bytes > self._reported_bytes + _PROGRESS_BYTES:
                    self._reported_bytes = self._bytes
                    self._on_progress(self._bytes)
        return path


def _copied_rows(query: str) -> Iterator[memoryview]:
    """The rows as the server sends them, through libpq. Raises the error of the server.

    With millions of rows, the row reader of psycopg would add a third of the time.
    """
    connection.ensure_connection()
    wire = connection.connection.pgconn
    result = wire.exec_(query.encode())
    if result.status != ExecStatus.COPY_OUT:
        raise error_from_result(result)
    is_whole = False
    try:
        while (message := wire.get_copy_data(0))[0] > 0:
            yield message[1]
        is_whole = True
    finally:
        if not is_whole:
            # The reader stopped early: cancel and drain the results, so that the connection can be used again.
            wire.get_cancel().cancel()
            while wire.get_copy_data(0)[0] > 0:
                pass
        results = list(iter(wire.get_result, None))
    if failed := [each for each in results if each.status == ExecStatus.FATAL_ERROR]:
        raise error_from_result(failed[0])


def _sql_array(numbers: Iterable[int]) -> str:
    return f"'{{{','.join(map(str, numbers))}}}'::bigint[]"


def assign_person_numbers(*, actor: Actor) -> tuple[int, list[int]]:
    """Assigns a pseudonymous number to people without one; deletes those of erased people.

    Returns how many were assigned, and the deleted numbers.
    """
    if not actor.is_system:
        raise PermissionDenied("facts_refresh", "Seule la machine rafraîchit les faits.")
    with connection.cursor() as cursor:
        # Both directions in one query: usually nobody was added or erased.
        cursor.execute(
            "select coalesce(array_agg(p.learner_id) filter (where l.id is null), '{}'),"
            " count(*) filter (where p.learner_id is null) from indicators_factperson p"
            " full join (select id from journeys_learner where purged_at is null) l on l.id = p.learner_id"
        )
        erased, numbered = cursor.fetchone()
        gone = []
        if erased:
            cursor.execute("delete from indicators_factperson where learner_id = any(%s) returning number", [erased])
            gone = [number for (number,) in cursor.fetchall()]
        if numbered:
            cursor.execute(
                "insert into indicators_factperson (learner_id, number)"
                " select l.id, ('x' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 15))::bit(60)::bigint"
                # Evaluated before the first insert: otherwise each lookup also scans the rows just written.
                " from unnest(array(select l.id from journeys_learner l where l.purged_at is null"
                " and not exists (select 1 from indicators_factperson p where p.learner_id = l.id))) as l (id)"
            )
    if numbered:
        # The facts join this table next: with stale statistics the planner scans it once per journey.
        analyze_tables("indicators_factperson")
    return numbered, gone
