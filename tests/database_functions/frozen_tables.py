"""Cases generated from ``frozen_by`` on the models: a new frozen table is tested without a line here."""

from __future__ import annotations

from django.apps import apps

from pacte.audit.table_rules import rules_of
from tests.database_functions.cases import Case, accepted, refused

# Functions that refuse every update and every deletion, with their message.
ALWAYS = {
    "evaluation_refuse_rewriting": "{table} is written once",
    "finance_refuse_change": "a movement of money is only ever added",
    "indicators_refuse_change": "a published table is never changed",
    "offer_refuse_change": "lines of {table} are only added",
    "procedures_refuse_rewriting": "{table} is written once",
    "steering_only_add": "a line of {table} is added, never changed",
}
_VOTED = "update plan_planversion set state = 'voted' where id = 101"


def tables_of(function: str) -> list[str]:
    """The tables whose model declares ``frozen_by(function)``."""
    return sorted(model._meta.db_table for model in apps.get_models() if function in rules_of(model).frozen_by)


def always_refused() -> list[Case]:
    cases = []
    for function, sentence in ALWAYS.items():
        for table in tables_of(function):
            refusal = sentence.format(table=table)
            cases += [
                refused(table, function, f"update {table} set id = id where id = 101", refusal),
                refused(table, function, f"delete from {table} where id = 102", refusal),
            ]
    return cases


def rows_of_plan_versions() -> list[Case]:
    """Rows « a » belong to version 101, which is voted here; rows « b » to version 102, a draft."""
    function, frozen, cases = "plan_refuse_frozen", "plan version 101 is frozen", []
    for table in tables_of(function):
        cases += [
            refused(table, function, f"add {table} a", frozen, _VOTED),
            refused(table, function, f"update {table} set id = id where id = 101", frozen, _VOTED),
            refused(table, function, f"delete from {table} where id = 101", frozen, _VOTED),
            refused(table, function, f"update {table} set version_id = 101 where id = 102", frozen, _VOTED),
            refused(
                table,
                function,
                f"update {table} set version_id = 102 where id = 101",
                "a line does not change version",
                _VOTED,
            ),
            accepted(table, function, f"add {table} b", _VOTED),
            accepted(table, function, f"update {table} set id = id where id = 102", _VOTED),
            accepted(table, function, f"delete from {table} where id = 102", _VOTED),
        ]
    return cases


def lines_of_journeys() -> list[Case]:
    """Only the owner of the tables may change these rows, to erase a person."""
    function = "journeys_refuse_change"
    return [
        refused(
            table,
            function,
            f"update {table} set person_name = 'x' where id = 101",
            f"a line of {table} is never changed",
            by_machine=by_machine,
        )
        for table in tables_of(function)
        for by_machine in (False, True)
    ]


def signed_purchases() -> list[Case]:
    """An order or an amendment must reference a signed preparation (101)."""
    function, cases = "offer_require_signature", []
    for table in tables_of(function):
        names, waits = f"a row of {table} names what was signed", "update offer_preparation set state = 'waiting'"
        # The generic row names preparation 101.
        nothing = f'insert into {table} select (jsonb_populate_record(o, \'{{"id": 9, "preparation_id": null}}\')).*'
        nothing += f" from {table} o where id = 101"
        cases += [
            accepted(table, function, f"add {table} a"),
            refused(table, function, f"add {table} a", names, waits),
            refused(table, function, f"add {table} a", names, waits, by_machine=True),
            refused(table, function, nothing, names),
            accepted(table, function, nothing, by_machine=True),
            refused(table, function, f"update {table} set preparation_id = 102 where id = 101", names),
            refused(table, function, f"update {table} set preparation_id = null where id = 101", names),
            accepted(table, function, f"update {table} set preparation_id = 101 where id = 101"),
        ]
    return cases
