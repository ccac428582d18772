"""SQL statements of a bulk import: from temporary tables to the catalogue, with keys resolved by the server.

Each statement handles a whole batch, so that statement-level history triggers record only the changes. Unchanged rows
are not written.
"""

from __future__ import annotations

from collections.abc import Iterable

from pacte.offer.records.staging import STAGING_COLUMNS

_SITE_COLUMNS = tuple(name for name, _ in STAGING_COLUMNS["site"])
_PROVIDER_COLUMNS = tuple(name for name, _ in STAGING_COLUMNS["provider"] if name != "told_by")
_KEYS = {
    "training_number",
    "action_number",
    "number",
    "digest",
    "site_key",
    "other_site_keys",
    "provider_siret",
    "source",
}
# A session with a ledger or a state change keeps its dates and site: the file raises a difference instead.
_LEDGER_CONTROLLED = ("starts_on", "ends_on", "period_as_given")
_HAS_LEDGER = (
    "(exists (select 1 from offer_sessionplaces l where l.session_id = x.id)"
    " or exists (select 1 from offer_sessionstatechange l where l.session_id = x.id))"
)


def _shared_columns(table: str, *without: str) -> tuple[str, ...]:
    """Staging columns with the same name in the catalogue."""
    return tuple(name for name, _ in STAGING_COLUMNS[table] if name not in _KEYS and name not in without)


_TRAINING = _shared_columns("training")
_ACTION = _shared_columns("action")
_SESSION = _shared_columns("session", "financed")


def _column_list(names: Iterable[str], prefix: str = "") -> str:
    return ", ".join(f"{prefix}{name}" for name in names)


def _assignments(names: Iterable[str]) -> str:
    return ", ".join(f"{name} = s.{name}" for name in names)


CREATE_STAGING = [
    f"create temporary table if not exists stage_{table} ("
    + ", ".join(f"{name} {kind}" for name, kind in columns)
    + ") on commit delete rows"
    for table, columns in STAGING_COLUMNS.items()
]
TRUNCATE_STAGING = "truncate " + ", ".join(f"stage_{table}" for table in STAGING_COLUMNS)

# Small tables joined to large ones: force index scans, whatever the statistics of a fresh table.
FORCE_INDEX_SCANS = (
    "select set_config('enable_mergejoin', 'off', true), set_config('enable_hashjoin', 'off', true),"
    " set_config('enable_seqscan', 'off', true), set_config('enable_material', 'off', true)"
)
RESTORE_PLANNER = FORCE_INDEX_SCANS.replace("'off'", "'on'")

PROVIDERS_ADDED = f"""
insert into offer_provider ({_column_list(_PROVIDER_COLUMNS)},
    quality_mark, digest, unmodelled, file_id, recorded_at,
    changed_at)
select {_column_list(_PROVIDER_COLUMNS, "s.")}, '', '', '{{}}', %(file)s, %(now)s, %(now)s
from stage_provider s
where not exists (select 1 from offer_provider p where p.siret = s.siret)
on conflict (siret) do nothing
"""  # noqa: S608 - names of our own columns

PROVIDERS_CHANGED = f"""
update offer_provider p
set {_assignments(_PROVIDER_COLUMNS[1:])}, file_id = %(file)s, changed_at = %(now)s, closed_on = null
from stage_provider s
where p.siret = s.siret
    and (p.closed_on is not null
        or ({_column_list(_PROVIDER_COLUMNS, "p.")}) is distinct from ({_column_list(_PROVIDER_COLUMNS, "s.")}))
"""  # noqa: S608

SITES_ADDED = f"""
insert into offer_site ({_column_list(_SITE_COLUMNS)}, unmodelled)
select {_column_list(_SITE_COLUMNS, "s.")}, '{{}}'
from stage_site s
where not exists (select 1 from offer_site k where k.key = s.key)
on conflict (key) do nothing
"""  # noqa: S608

# Correlated subquery: a join could be planned the other way round, with a scan of the catalogue.
UNCHANGED = """
select s.number
from stage_training s
where (
    select t.digest = s.digest and t.closed_on is null and t.host_id = %(host)s
    from offer_training t where t.number = s.number
)
"""

# The trainings already in the catalogue: 0 stands for the id of one that the file may not change. A number of the
# catalogue of another Region may not be changed; nor, for a provider, that of another provider. Correlated as above.
KNOWN_TRAININGS = """
with known as materialized (
    select s.number, (
        select case when t.host_id <> %(host)s or t.provider_id <> %(provider)s::bigint then 0 else t.id end
        from offer_training t where t.number = s.number
    ) as id
    from stage_training s
)
select k.number, k.id from known k where k.id is not null
"""

STAGED_NUMBERS = "select number from stage_training"

# Trainings whose file may differ in form only from our own export.
OWN_OPEN_TRAININGS = """
select t.id, s.number, s.digest
from stage_training s
join offer_training t on t.number = s.number
where t.host_id = %(host)s and t.closed_on is null and (%(provider)s::bigint is null or t.provider_id = %(provider)s)
"""

# No longer used in the batch, and without changes.
DELETE_STAGED_PROVIDERS = """
delete from stage_provider s
using offer_provider p
where p.siret = s.siret and p.closed_on is null and s.told_by = any(%(numbers)s)
"""
DELETE_STAGED_SITES = """
delete from stage_site s
where not exists (select 1 from stage_action a where a.site_key = s.key or s.key = any(a.other_site_keys))
    and not exists (select 1 from stage_session x where x.site_key = s.key)
"""

DELETE_STAGED = (
    "delete from stage_training where number = any(%(numbers)s)",
    "delete from stage_action where training_number = any(%(numbers)s)",
    "delete from stage_session where training_number = any(%(numbers)s)",
)

TRAININGS_CHANGED = f"""
update offer_training t
set {_assignments(_TRAINING)}, digest = s.digest, provider_id = p.id, file_id = %(file)s, changed_at = %(now)s,
    closed_on = null
from stage_training s
join offer_provider p on p.siret = s.provider_siret
where t.number = s.number
returning t.id
"""  # noqa: S608

TRAININGS_ADDED = f"""
insert into offer_training ({_column_list(_TRAINING)}, number, digest, provider_id, host_id, file_id, recorded_at,
    changed_at, unmodelled)
select {_column_list(_TRAINING, "s.")}, s.number, s.digest, p.id, %(host)s, %(file)s, %(now)s, %(now)s, '{{}}'
from stage_training s
join offer_provider p on p.siret = s.provider_siret
where not exists (select 1 from offer_training t where t.number = s.number)
"""  # noqa: S608

SOURCES = """
insert into offer_trainingsource (training_id, data)
select t.id, s.source
from stage_training s
join offer_training t on t.number = s.number
on conflict (training_id) do update set data = excluded.data
"""

_OTHER_SITES = (
    "case when s.other_site_keys = '{}' then '{}'::bigint[]"
    " else array(select k.id from offer_site k where k.key = any(s.other_site_keys) order by k.id) end"
)

ACTIONS_CHANGED = f"""
update offer_trainingaction x
set {_assignments(_ACTION)}, digest = s.digest, site_id = (select k.id from offer_site k where k.key = s.site_key),
    other_sites = {_OTHER_SITES}, file_id = %(file)s, changed_at = %(now)s, closed_on = null
from stage_action s
join offer_training t on t.number = s.training_number
where x.number = s.number and x.training_id = t.id and t.id = any(%(changed)s)
    and (x.digest <> s.digest or x.closed_on is not null)
"""  # noqa: S608

ACTIONS_ADDED = f"""
insert into offer_trainingaction ({_column_list(_ACTION)},
    number, digest, training_id, site_id, other_sites, file_id,
    recorded_at, changed_at, unmodelled)
select {_column_list(_ACTION, "s.")},
    s.number, s.digest, t.id, (select k.id from offer_site k where k.key = s.site_key),
    {_OTHER_SITES}, %(file)s, %(now)s, %(now)s, '{{}}'
from stage_action s
join offer_training t on t.number = s.training_number
where not exists (select 1 from offer_trainingaction x where x.number = s.number and x.training_id = t.id)
"""  # noqa: S608

SESSIONS_CHANGED = f"""
update offer_session x
set {_assignments(name for name in _SESSION if name not in _LEDGER_CONTROLLED)},
    {", ".join(f"{name} = case when {_HAS_LEDGER} then x.{name} else s.{name} end" for name in _LEDGER_CONTROLLED)},
    site_id = case when {_HAS_LEDGER} then x.site_id
        else (select k.id from offer_site k where k.key = s.site_key) end,
    digest = s.digest, file_id = %(file)s, changed_at = %(now)s, closed_on = null
from stage_session s
join offer_training t on t.number = s.training_number
join offer_trainingaction a on a.number = s.action_number and a.training_id = t.id
where x.number = s.number and x.training_action_id = a.id and t.id = any(%(changed)s)
    and (x.digest <> s.digest or x.closed_on is not null)
"""  # noqa: S608

SESSIONS_ADDED = f"""
insert into offer_session ({_column_list(_SESSION)},
    first_starts_on, state, number, digest, training_action_id, site_id,
    file_id, recorded_at, changed_at, unmodelled)
select {_column_list(_SESSION, "s.")}, s.starts_on,
    case when s.ends_on < %(today)s then 'ended' when s.starts_on <= %(today)s then 'running' else 'planned' end,
    s.number, s.digest, a.id, (select k.id from offer_site k where k.key = s.site_key),
    %(file)s, %(now)s, %(now)s, '{{}}'
from stage_session s
join offer_training t on t.number = s.training_number
join offer_trainingaction a on a.number = s.action_number and a.training_id = t.id
where not exists (select 1 from offer_session x where x.number = s.number and x.training_action_id = a.id)
"""  # noqa: S608

# A file gives each training in full: absent sessions are closed. Those with a ledger stay and raise a difference.
SESSIONS_CLOSED = f"""
update offer_session x
set closed_on = %(today)s, changed_at = %(now)s, file_id = %(file)s
from offer_trainingaction a
join offer_training t on t.id = a.training_id
where x.training_action_id = a.id and t.id = any(%(changed)s) and x.closed_on is null and not {_HAS_LEDGER}
    and not exists (
        select 1 from stage_session s
        where s.training_number = t.number and s.action_number = a.number and s.number = x.number
    )
"""  # noqa: S608

ACTIONS_CLOSED = """
update offer_trainingaction x
set closed_on = %(today)s, changed_at = %(now)s, file_id = %(file)s
from offer_training t
where t.id = x.training_id and t.id = any(%(changed)s) and x.closed_on is null
    and not exists (select 1 from stage_action s where s.training_number = t.number and s.number = x.number)
    and not exists (select 1 from offer_session y where y.training_action_id = x.id and y.closed_on is null)
"""

FILE_SESSIONS_WITH_LEDGER = """
select x.id, s.starts_on, s.ends_on, s.places_given, s.minimum_given, s.financed, coalesce(k.commune_code, ''), k.id
from stage_session s
join offer_training t on t.number = s.training_number
join offer_trainingaction a on a.number = s.action_number and a.training_id = t.id
join offer_session x on x.number = s.number and x.training_action_id = a.id
join offer_sessionplaces l on l.session_id = x.id
left join offer_site k on k.key = s.site_key
"""

ABSENT_WITH_LEDGER = """
select x.id
from offer_training t
join offer_trainingaction a on a.training_id = t.id
join offer_session x on x.training_action_id = a.id and x.closed_on is null
join offer_sessionplaces l on l.session_id = x.id
where t.id = any(%(changed)s)
    and not exists (
        select 1 from stage_session s
        where s.training_number = t.number and s.action_number = a.number and s.number = x.number
    )
"""

_ABSENT_TRAININGS = """
from offer_training t
where t.host_id = %(host)s and t.closed_on is null and (%(provider)s::bigint is null or t.provider_id = %(provider)s)
    and not exists (select 1 from stage_seen s where s.number = t.number)
"""

ABSENT_TRAININGS_WITH_LEDGER = f"""
select x.id
from offer_sessionplaces l
join offer_session x on x.id = l.session_id and x.closed_on is null
join offer_trainingaction a on a.id = x.training_action_id
where a.training_id in (select t.id {_ABSENT_TRAININGS})
"""  # noqa: S608

CLOSE_ABSENT_TRAININGS = f"""
with gone as (select t.id {_ABSENT_TRAININGS}), sessions as (
    update offer_session x
    set closed_on = %(today)s, changed_at = %(now)s, file_id = %(file)s
    from offer_trainingaction a
    where a.id = x.training_action_id and a.training_id in (select id from gone) and x.closed_on is null
        and not {_HAS_LEDGER}
    returning x.id
), actions as (
    update offer_trainingaction x
    set closed_on = %(today)s, changed_at = %(now)s, file_id = %(file)s
    where x.training_id in (select id from gone) and x.closed_on is null
    returning x.id
), trainings as (
    update offer_training x
    set closed_on = %(today)s, changed_at = %(now)s, file_id = %(file)s
    where x.id in (select id from gone)
    returning x.id
)
select (select count(*) from trainings), (select count(*) from actions), (select count(*) from sessions)
"""  # noqa: S608
