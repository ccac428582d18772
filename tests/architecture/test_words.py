"""The glossary marries English identifiers and French words; its file must stay whole."""

from __future__ import annotations

import tomllib

from pacte.infra.instance import PROJECT_ROOT

NEEDED = {"en", "fr", "source", "definition", "definition_fr", "not_to_be_confused_with"}


def glossary() -> list[dict[str, str]]:
    return tomllib.loads((PROJECT_ROOT / "docs" / "glossary.toml").read_text(encoding="utf-8"))["term"]


def test_each_term_says_all_that_it_must() -> None:
    assert [term.get("en") for term in glossary() if set(term) != NEEDED or not all(term.values())] == []


def test_no_term_is_given_twice() -> None:
    names = [term["en"] for term in glossary()]
    assert len(names) == len(set(names))


def test_the_words_of_the_plan_are_there() -> None:
    wanted = {
        "plan", "plan_action", "plan_version", "axis", "strategic_objective", "operational_objective", "action_lead",
        "plan_amendment", "target", "figure", "schedule_flag", "placement", "evidence", "doubt", "completeness",
        "host_region", "membership", "audit_auditentry", "edition",
    }  # fmt: skip
    assert wanted - {term["en"] for term in glossary()} == set()
