"""Closed rounds, past committees, issued decisions: what may still be written."""

from __future__ import annotations

from tests.database_functions.cases import Case, accepted, refused


def _committee(state: str, row: int = 101) -> str:
    return f"update steering_committee set state = '{state}' where id = {row}"


def committees() -> list[Case]:
    table, function = "steering_committee", "steering_keep_committee"
    pack, statement = "the pack of a committee that was held is frozen", "an issued statement is frozen"

    def write(change: str) -> str:
        return f"update steering_committee set {change} where id = 101"

    changes = (
        "statement = '{}'",
        "statement_digest = 'x'",
        "statement_number = 9",
        "state = 'held'",
        "held_on = '2021-02-01'",
        "title = 'x'",
    )
    return [
        accepted(table, function, "delete from steering_committee where id = 101", _committee("planned")),
        refused(
            table,
            function,
            "delete from steering_committee where id = 101",
            "a committee that was held stays",
            _committee("held"),
        ),
        accepted(table, function, write("frozen = '{}', state = 'held'"), _committee("planned")),
        refused(table, function, write("frozen = '{}'"), pack, _committee("held")),
        refused(table, function, write("frozen_digest = 'x'"), pack, _committee("held")),
        refused(table, function, write("state = 'planned'"), pack, _committee("held")),
        accepted(table, function, write("statement = '{}', state = 'issued'"), _committee("held")),
        *(refused(table, function, write(change), statement, _committee("issued")) for change in changes),
        accepted(table, function, write("place = 'x'"), _committee("issued")),
    ]


def decisions() -> list[Case]:
    table, function = "steering_decision", "steering_keep_decision"
    frozen = "an issued decision is frozen: what comes next is a step"
    closed = "an issued statement takes no other decision"
    issued = _committee("issued")
    changes = (
        "number = 9",
        "text = 'x'",
        "due_on = '2021-02-01'",
        "check_on = '2021-02-01'",
        "expected_effect = 'x'",
        "committee_id = 102",
    )
    return [
        *(
            refused(table, function, f"update steering_decision set {change} where id = 101", frozen, issued)
            for change in changes
        ),
        refused(table, function, "update steering_decision set committee_id = 101 where id = 102", closed, issued),
        refused(table, function, "add steering_decision a", closed, issued),
        accepted(table, function, "add steering_decision b", issued),
        accepted(table, function, "update steering_decision set committee_id = 103 where id = 102", issued),
        refused(table, function, "delete from steering_decision where id = 101", "an issued decision stays", issued),
        accepted(table, function, "update steering_decision set owner_id = 52 where id = 101", issued),
        accepted(table, function, "update steering_decision set text = 'x' where id = 102", issued),
        accepted(table, function, "delete from steering_decision where id = 102", issued),
    ]


def decision_events() -> list[Case]:
    table, function = "steering_decisionevent", "steering_keep_step"
    added = "a step of a decision is added, never changed"
    return [
        refused(table, function, "update steering_decisionevent set note = 'x' where id = 102", added),
        refused(table, function, "delete from steering_decisionevent where id = 101", added, _committee("issued")),
        accepted(table, function, "delete from steering_decisionevent where id = 102", _committee("issued")),
        accepted(
            table,
            function,
            "delete from steering_decisionevent where id = 101",
            _committee("issued"),
            "delete from steering_decision where id = 101",
        ),
    ]


def rounds() -> list[Case]:
    table, function, frozen = "steering_round", "steering_keep_round", "a closed round is frozen"
    closed = "update steering_round set state = 'closed' where id = 101"
    return [
        accepted(table, function, closed),
        accepted(table, function, "delete from steering_round where id = 102", closed),
        accepted(table, function, "update steering_round set id = id where id = 101", closed),
        refused(table, function, "update steering_round set label = 'x' where id = 101", frozen, closed),
        refused(table, function, "update steering_round set state = 'open' where id = 101", frozen, closed),
        refused(table, function, "delete from steering_round where id = 101", frozen, closed),
    ]


def round_answers() -> list[Case]:
    table, function = "steering_roundanswer", "steering_keep_answer"
    frozen = "an answer of a closed round is frozen"
    closed = "update steering_round set state = 'closed' where id = 101"
    return [
        accepted(table, function, f"add {table} b", closed),
        refused(table, function, f"add {table} a", frozen, closed),
        accepted(table, function, "update steering_roundanswer set weather = 'x' where id = 102", closed),
        refused(table, function, "update steering_roundanswer set weather = 'x' where id = 101", frozen, closed),
        refused(table, function, "update steering_roundanswer set round_id = 102 where id = 101", frozen, closed),
        refused(table, function, "update steering_roundanswer set round_id = 101 where id = 102", frozen, closed),
        accepted(table, function, "delete from steering_roundanswer where id = 102", closed),
        refused(table, function, "delete from steering_roundanswer where id = 101", frozen, closed),
    ]
