"""Policies of cases that PostgreSQL plans in a tenth of the time: what they looked up is asked once, from functions.

The policies of a case held sub-queries on tables that have policies with sub-queries of their own. Every table that
hangs on a case asks whether its case is visible, so that each statement about it was planned with 138 sub-plans, which
took longer than to run it. A function in PL/pgSQL keeps its plan for the session, runs as whoever asks, and is called
once a statement: who sees what is the same.
"""

from importlib import import_module

from django.db import migrations

from pacte.audit.row_security import qualify_columns

CASE = "procedures_case"
_POSTS = (
    "'administrator', 'region_pilot', 'action_lead', 'analyst', 'buyer', 'finance_officer', 'state_reader', 'auditor'"
)
FUNCTIONS = """
create function procedures_own_co_applied_cases() returns bigint[] language plpgsql stable as $$
begin
    if pacte_guest() is null then
        return '{}';
    end if;
    return array(
        select a.case_id from procedures_application a join procedures_coapplicant c on c.application_id = a.id
        where a.case_id is not null and c.guest_id = pacte_guest() and c.ended_at is null
    );
end $$;

create function procedures_own_read_cases() returns bigint[] language plpgsql stable as $$
begin
    if pacte_person() is null then
        return '{}';
    end if;
    return array(
        select r.case_id from procedures_readerassignment r
        where r.person_id = pacte_person() and r.cleared_at is not null and r.ended_at is null
    );
end $$;

create function procedures_own_conflict_cases() returns bigint[] language plpgsql stable as $$
begin
    return array(
        select k.case_id from procedures_caseconflict k
        where k.ended_at is null and (
            k.person_id = pacte_person() or (k.body_id = any(pacte_own()) and k.body_id <> k.organisation_id)
        )
    );
end $$;
"""
DROP = "; ".join(
    f"drop function procedures_own_{name}()" for name in ("co_applied_cases", "read_cases", "conflict_cases")
)


def _in(column: str, function: str) -> str:
    return f"{column} = any((select procedures_own_{function}())::bigint[])"


NO_CONFLICT = f"not {_in('id', 'conflict_cases')}"
OF_THE_PACT = (
    "(organisation_id = any(pacte_reach()) and ((guest_id is null and body_id is null)"
    f" or organisation_id = any(pacte_hosts_as({_POSTS}))) and {NO_CONFLICT})"
)
CASE_READ = (
    f"pacte_system() or {OF_THE_PACT} or guest_id = pacte_guest() or body_id = any(pacte_own())"
    f" or {_in('id', 'co_applied_cases')} or ({_in('id', 'read_cases')} and {NO_CONFLICT})"
)
CASE_WRITE = f"pacte_system() or {OF_THE_PACT}"
PRIVATE = (
    "not is_sensitive or pacte_system() or organisation_id = any(pacte_hosts_as('region_pilot', 'action_lead'))"
    f" or guest_id = pacte_guest() or body_id = any(pacte_own()) or {_in('id', 'co_applied_cases')}"
    " or (journey_key is not null and journeys_is_own(journey_key))"
)


def _policies(*, read: str, write: str, private: str) -> str:
    """SQL that gives the policies of a case these conditions."""
    read, write, private = (qualify_columns(CASE, each) for each in (read, write, private))
    return (
        f"alter policy {CASE}_read on {CASE} using ({read});"
        f"alter policy {CASE}_add on {CASE} with check ({write});"
        f"alter policy {CASE}_change on {CASE} using ({write}) with check ({write});"
        f"alter policy {CASE}_remove on {CASE} using ({write});"
        f"alter policy {CASE}_private on {CASE} using ({private})"
    )


_FORMER = import_module("pacte.procedures.migrations.0009_reading")
_FORMER_PRIVATE = import_module("pacte.procedures.migrations.0014_sensitive_cases").PRIVATE


class Migration(migrations.Migration):
    dependencies = [("procedures", "0022_audit"), ("journeys", "0019_ends_of_journeys")]
    operations = [
        migrations.RunSQL(FUNCTIONS, DROP),
        migrations.RunSQL(
            _policies(read=CASE_READ, write=CASE_WRITE, private=PRIVATE),
            _policies(read=_FORMER.CASE_READ, write=_FORMER.CASE_WRITE, private=_FORMER_PRIVATE),
        ),
    ]
