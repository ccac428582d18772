"""Twenty of the catalogue's indicators, written by hand in plain SQL: for DuckDB over the same files, and PostgreSQL.

The same figures by department and month, as of the same past day, without anything of ours in between.
"""

from __future__ import annotations

# code → (table, territory, aggregate, its denominator or ""). Plain SQL of both engines.
_E, _S, _D, _A, _H = "entries", "situations", "ends", "approaches", "hours"
BY_HAND: dict[str, tuple[str, ...]] = {
    "entries_by_residence": (_E, "residence", "count(*)"),
    "people_trained": (_E, "residence", "count(distinct person)"),
    "low_qualified_share": (_E, "residence", "count(*) filter (where diploma < 4)", "count(diploma)"),
    "low_qualified_entries": (_E, "residence", "count(*) filter (where diploma < 4)"),
    "young_share": (_E, "residence", "count(*) filter (where age < 26)", "count(age)"),
    "seniors_share": (_E, "residence", "count(*) filter (where age >= 55)", "count(age)"),
    "women_share": (_E, "residence", "count(*) filter (where sex = 'f')",
                    "count(*) filter (where sex in ('f','m','x'))"),
    "rsa_entries": (_E, "residence", "count(*) filter (where rsa)"),
    "rqth_entries": (_E, "residence", "count(*) filter (where rqth)"),
    "pact_entries": (_E, "residence", "count(*) filter (where fund = 'pact')"),
    "entries_by_session": (_E, "session_commune", "count(*)"),
    "in_job_6_months": (_S, "residence", "count(*) filter (where months = 6 and answered and in_job)",
                        "count(*) filter (where months = 6 and answered)"),
    "in_job_12_months": (_S, "residence", "count(*) filter (where months = 12 and answered and in_job)",
                         "count(*) filter (where months = 12 and answered)"),
    "access_to_job_6_months": (_S, "residence", "count(*) filter (where months = 6 and answered and had_job)",
                               "count(*) filter (where months = 6 and answered)"),
    "access_to_job_12_months": (_S, "residence", "count(*) filter (where months = 12 and answered and had_job)",
                                "count(*) filter (where months = 12 and answered)"),
    "survey_response_rate": (_S, "residence", "count(*) filter (where months = 6 and answered)"),
    "appointments_missed_chosen": (
        _A, "session_commune", "count(*) filter (where kind = 'information_missed' and mode = 'chosen')",
        "count(*) filter (where kind in ('information_missed','information_attended') and mode = 'chosen')"),
    "appointments_missed_summoned": (
        _A, "session_commune", "count(*) filter (where kind = 'information_missed' and mode = 'summoned')",
        "count(*) filter (where kind in ('information_missed','information_attended') and mode = 'summoned')"),
    "trainee_hours_realised": (_H, "session_commune", "sum(minutes) / 60.0"),
    "ended_by_residence": (_D, "residence", "count(*)"),
}  # fmt: skip
ASKED = tuple(code for code in BY_HAND if code != "ended_by_residence")
"""Codes that our own engine computes for the same work: the ends are the denominators of its survey rates."""
DATES = {_E: "happened_on", _S: "ended_on", _D: "happened_on", _A: "happened_on", _H: "happened_on"}


def queries(*, month: str, known: str, day: str, prefix: str, are_gathered: bool = True) -> list[str]:
    """One query a table and territory, as somebody patient writes them; else one an indicator, as they are asked.

    ``month``: SQL of « 2021-03 » for {on}; ``prefix``: before a table's name.
    """
    groups: dict[tuple[str, str, str], list[str]] = {}
    for code, (table, territory, *aggregates) in BY_HAND.items():
        groups.setdefault((table, territory, "" if are_gathered else code), []).extend(aggregates)
    return [
        f"select substr({territory}, 1, 2), {month.format(on=DATES[table])}, {', '.join(aggregates)}"  # noqa: S608
        f" from {prefix}{table} f where recorded_at < {known} and happened_on <= {day} and not exists"
        f" (select 1 from {prefix}replaced r where r.row = f.row and r.replaced_at < {known}) group by 1, 2"
        for (table, territory, _), aggregates in groups.items()
    ]
