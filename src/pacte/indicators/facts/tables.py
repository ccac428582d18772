"""Schema of the analytic tables: the columns of each Parquet file. Pure.

Every row has two times: ``happened_on`` (valid time) and ``recorded_at`` (transaction time, in UTC). Tables are
append-only. ``row`` is unique in the whole store; a correction adds a new row, and a row of ``replaced`` that names the
old one. People are pseudonymous random numbers; the link to a person is stored separately and deleted with that person.
"""

from __future__ import annotations

from dataclasses import dataclass

TIME_COLUMNS = {"row": "BIGINT", "fact": "BIGINT", "host": "BIGINT", "happened_on": "DATE", "recorded_at": "TIMESTAMP"}

# Session of the fact, as of the extraction of the fact.
SESSION_COLUMNS = {
    "session": "BIGINT",
    "site": "BIGINT",
    "session_commune": "VARCHAR",
    "provider": "BIGINT",
    "provider_body": "BIGINT",
    "nature": "VARCHAR",
    "domain": "VARCHAR",
    "rome": "VARCHAR",
    "target_level": "INTEGER",
    "certifying": "BOOLEAN",
    "certification": "VARCHAR",
    "rolling": "BOOLEAN",
    "starts_on": "DATE",
    "first_starts_on": "DATE",
    "ends_on": "DATE",
    "enrol_until": "DATE",
    "fund": "VARCHAR",
    "funder": "BIGINT",
}

# Person, as of that time. ``diploma``: highest obtained, 1 to 8; a protected situation is true when it was noted,
# null otherwise: nobody records that it is false. ``follows``: the journey that this one resumes.
# ``job``: what the person lived from when the journey opened, "" when nobody said it.
PERSON_COLUMNS = {
    "journey": "BIGINT",
    "follows": "BIGINT",
    "person": "BIGINT",
    "referrer": "BIGINT",
    "residence": "VARCHAR",
    "sex": "VARCHAR",
    "age": "INTEGER",
    "diploma": "INTEGER",
    "rsa": "BOOLEAN",
    "rqth": "BOOLEAN",
    "literacy": "BOOLEAN",
    "justice": "BOOLEAN",
    "refugee": "BOOLEAN",
    "job": "VARCHAR",
}

_STEP_COLUMNS = (
    TIME_COLUMNS
    | {
        "kind": "VARCHAR",
        "opened_on": "DATE",
        "entered_on": "DATE",
        "ended_on": "DATE",
        "planned_end_on": "DATE",
        "end_kind": "VARCHAR",
        "end_reason": "VARCHAR",
        "mode": "VARCHAR",
        "theme": "VARCHAR",
        "months": "INTEGER",
        "answered": "BOOLEAN",
        "in_job": "BOOLEAN",
        "had_job": "BOOLEAN",
        "durable_job": "BOOLEAN",
        "favourable": "BOOLEAN",
        "competence_code": "VARCHAR",
    }
    | PERSON_COLUMNS
    | SESSION_COLUMNS
)


@dataclass(frozen=True, slots=True)
class FactTable:
    """``columns``: name → DuckDB type."""

    name: str
    label: str
    columns: dict[str, str]
    is_about_people: bool


def _step_table(name: str, label: str) -> FactTable:
    return FactTable(name, label, _STEP_COLUMNS, is_about_people=True)


TABLES: dict[str, FactTable] = {
    each.name: each
    for each in (
        FactTable(
            "ledger",
            "lignes du registre des places, avec leur commande",
            TIME_COLUMNS
            | {
                "kind": "VARCHAR",
                "places": "INTEGER",
                "hours": "INTEGER",
                "cents": "BIGINT",
                "order_id": "BIGINT",
                "order_ends_on": "DATE",
                "order_fund": "VARCHAR",
                "order_funder": "BIGINT",
                "price_unit": "VARCHAR",
                "unit_price_cents": "BIGINT",
                "group_hours": "INTEGER",
                "plan": "BIGINT",
                "plan_action": "VARCHAR",
                "lot": "BIGINT",
                "other_session": "BIGINT",
                "cause": "VARCHAR",
                "amendment": "BIGINT",
            }
            | SESSION_COLUMNS,
            is_about_people=False,
        ),
        FactTable(
            "states",
            "états par lesquels passent les sessions",
            TIME_COLUMNS
            | {
                "state": "VARCHAR",
                "decided_by": "VARCHAR",
                "cause": "VARCHAR",
                "starts_on_before": "DATE",
                "starts_on_after": "DATE",
            }
            | SESSION_COLUMNS,
            is_about_people=False,
        ),
        _step_table("approaches", "étapes avant l’entrée en formation"),
        _step_table("entries", "entrées en formation"),
        _step_table("ends", "fins de parcours en formation"),
        _step_table("results", "présentations et certifications"),
        _step_table("situations", "situations après la formation"),
        FactTable(
            "hours", "semaines de présence signées", _STEP_COLUMNS | {"minutes": "INTEGER"}, is_about_people=True
        ),
        FactTable(
            "notebook",
            "contacts notés au carnet partagé",
            TIME_COLUMNS
            | {"kind": "VARCHAR", "reached": "BOOLEAN", "by_three": "BOOLEAN"}
            | PERSON_COLUMNS
            | SESSION_COLUMNS,
            is_about_people=True,
        ),
        FactTable(
            "campaign_contacts",
            "personnes touchées par les campagnes d’une action, avec leur accord",
            TIME_COLUMNS
            | {"plan": "BIGINT", "plan_action": "VARCHAR", "lot": "BIGINT"}
            | PERSON_COLUMNS
            | SESSION_COLUMNS,
            is_about_people=True,
        ),
        FactTable(
            "origins",
            "personnes amenées à leur premier besoin par le lauréat d’un appel",
            TIME_COLUMNS
            | {"plan": "BIGINT", "plan_action": "VARCHAR", "lot": "BIGINT"}
            | PERSON_COLUMNS
            | SESSION_COLUMNS,
            is_about_people=True,
        ),
        FactTable(
            "releases",
            "sorties de détention, notées par le service pénitentiaire",
            TIME_COLUMNS | PERSON_COLUMNS | SESSION_COLUMNS,
            is_about_people=True,
        ),
        FactTable(
            "closed_sites",
            "lieux de formation situés dans une prison, de leur premier à leur dernier jour",
            TIME_COLUMNS | {"site": "BIGINT", "until": "DATE"},
            is_about_people=False,
        ),
        FactTable(
            "relation_choices",
            "choix de la Région : qui suit pendant la formation",
            TIME_COLUMNS | {"mode": "VARCHAR"},
            is_about_people=False,
        ),
        FactTable(
            "money",
            "mouvements de crédits",
            TIME_COLUMNS
            | {
                "stage": "VARCHAR",
                "cents": "BIGINT",
                "etp": "DOUBLE",
                "plan": "BIGINT",
                "axis": "VARCHAR",
                "plan_action": "VARCHAR",
                "year": "INTEGER",
                "section": "VARCHAR",
                "fund": "VARCHAR",
                "financer": "VARCHAR",
            },
            is_about_people=False,
        ),
        FactTable(
            "targets",
            "cibles des versions du plan",
            TIME_COLUMNS
            | {
                "plan": "BIGINT",
                "version": "INTEGER",
                "plan_action": "VARCHAR",
                "code": "VARCHAR",
                "what": "VARCHAR",
                "target": "DOUBLE",
                "unit": "VARCHAR",
                "proposed": "BOOLEAN",
            },
            is_about_people=False,
        ),
        FactTable(
            "tensions",
            "tension des métiers, par zone et par période",
            TIME_COLUMNS | {"rome": "VARCHAR", "department": "VARCHAR", "level": "DOUBLE", "is_invented": "BOOLEAN"},
            is_about_people=False,
        ),
        FactTable(
            "occupation_items",
            "compétences et activités de chaque métier du ROME, par édition",
            TIME_COLUMNS | {"rome": "VARCHAR", "competence_code": "VARCHAR"},
            is_about_people=False,
        ),
        FactTable(
            "employer_needs",
            "métiers que des entreprises ont demandés dans un dossier",
            TIME_COLUMNS | {"rome": "VARCHAR", "kind": "VARCHAR"},
            is_about_people=False,
        ),
    )
}

REPLACED_COLUMNS = {"row": "BIGINT", "replaced_at": "TIMESTAMP", "by_row": "BIGINT"}
"""Rows that no longer count from an instant on; ``by_row`` is null when they were withdrawn."""

QUARANTINE_COLUMNS = {"fact": "BIGINT", "journey": "BIGINT", "reason": "VARCHAR", "recorded_at": "TIMESTAMP"}
"""Quarantined steps, which contradict known facts. They are retried when their journey gains steps."""

STEP_TABLES = {
    "entered": "entries",
    "ended": "ends",
    "presented": "results",
    "certified": "results",
    "certified_in_part": "results",
    "block_certified": "results",
    "competence_attested": "results",
    "situation": "situations",
}
"""Step of a journey → its table. Other steps go to ``approaches``."""
STORED_COLUMNS = {name: table.columns for name, table in TABLES.items()} | {"replaced": REPLACED_COLUMNS}
"""Columns of every table of the store, with the one that says which rows were replaced."""
