"""Triggers that refuse some changes only: a case for each refusal and for each allowed change."""

from __future__ import annotations

from tests.database_functions.cases import Case, accepted, refused

_LOCKED = "update evaluation_experiment set locked_on = '2021-02-01' where id = 101"
_RENAME = "update evaluation_experiment set title = 'x' where id = 101"


def experiments() -> list[Case]:
    late, unlock = "evaluation_refuse_late_version", "evaluation_refuse_unlocking"
    table, versions, locked = "evaluation_experiment", "evaluation_protocolversion", "experiment 101 is locked"
    return [
        accepted(versions, late, f"add {versions} a"),
        refused(versions, late, f"add {versions} a", "sheet 101 is locked", _LOCKED),
        accepted(versions, late, f"add {versions} b", _LOCKED),
        accepted(table, unlock, "update evaluation_experiment set locked_on = '2021-02-01' where id = 101"),
        accepted(table, unlock, "delete from evaluation_experiment where id = 101"),
        refused(table, unlock, "update evaluation_experiment set locked_on = null where id = 101", locked, _LOCKED),
        refused(table, unlock, _RENAME, locked, _LOCKED),
        refused(table, unlock, "delete from evaluation_experiment where id = 101", locked, _LOCKED),
        accepted(table, unlock, "update evaluation_experiment set id = id where id = 101", _LOCKED),
    ]


def allocations() -> list[Case]:
    table, function = "finance_allocation", "finance_refuse_allocation_change"
    refusal = "an allocation of money is only ever replaced"
    ended = "update finance_allocation set superseded_at = '2021-02-01T00:00Z' where id = 101"
    return [
        accepted(table, function, ended),
        refused(table, function, ended, refusal, ended),
        refused(table, function, "update finance_allocation set reason = 'x' where id = 101", refusal),
        refused(table, function, "delete from finance_allocation where id = 101", refusal),
    ]


def delivery_events() -> list[Case]:
    table, function = "interop_deliveryevent", "interop_refuse_change"
    forget = "update interop_deliveryevent set detail = '', person_name = '' where id = 101"
    half = "update interop_deliveryevent set detail = '' where id = 101"
    return [
        accepted(table, function, forget),
        refused(table, function, half, "a trace is never changed"),
        refused(
            table,
            function,
            "update interop_deliveryevent set detail = '', person_name = '', kind = 'x' where id = 101",
            "a trace is never changed",
        ),
    ]


def plan_versions() -> list[Case]:
    table, function, frozen = "plan_planversion", "plan_refuse_backwards", "plan version 101 is frozen"

    def become(state: str, more: str = "") -> str:
        return f"update plan_planversion set state = '{state}' {more} where id = 101"

    signed = become("signed", ", signed_on = '2021-03-01'")
    in_force = become("in_force", ", signed_on = '2021-03-01', in_force_from = '2021-04-01'")
    return [
        accepted(table, function, become("draft", ", title = 'x'")),
        accepted(table, function, "delete from plan_planversion where id = 101"),
        accepted(table, function, signed, become("voted")),
        accepted(table, function, in_force, signed),
        refused(table, function, "delete from plan_planversion where id = 101", frozen, become("voted")),
        refused(table, function, become("draft"), frozen, become("voted")),
        refused(table, function, become("voted"), frozen, signed),
        refused(table, function, become("voted", ", title = 'x'"), frozen, become("voted")),
        refused(table, function, become("signed", ", signed_on = '2021-03-02'"), frozen, signed),
        refused(table, function, become("in_force", ", in_force_from = '2021-04-02'"), frozen, in_force),
    ]
