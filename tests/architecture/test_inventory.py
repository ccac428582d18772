"""The inventory of personal data lists every database field that contains personal data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.apps import apps
from django.db.models import Model

from pacte.infra.data_inventory import ATTRIBUTES, RegisteredModel, load_data_inventory

# Tables about people have all their fields in the inventory; other tables have only the fields that name a person.
ABOUT_PEOPLE = ("audit", "accounts", "notifications", "agenda", "journeys", "interop")
_NAMES_SOMEBODY = re.compile(r"person|learner|_by$|_by_name$|email|phone|owner|signatory|first_name|last_name|birth")
_OF_DJANGO = ("auth", "contenttypes", "sessions", "admin", "procrastinate")


def models() -> Iterator[type[Model]]:
    return (model for model in apps.get_models() if model._meta.app_label not in _OF_DJANGO)


def name_of(model: type[Model]) -> str:
    return f"{model._meta.app_label}.{model.__name__}"


def fields_of(model: type[Model]) -> set[str]:
    found = {field.name for field in model._meta.get_fields() if not field.auto_created and hasattr(field, "column")}
    return (found | {field.name for field in model._meta.many_to_many}) - {"id"}


def held() -> dict[str, RegisteredModel]:
    return {each.name: each for each in load_data_inventory()}


def test_every_app_about_people_exists() -> None:
    assert set(ABOUT_PEOPLE) <= {model._meta.app_label for model in models()}


def test_every_field_of_a_table_about_people_is_in_the_inventory() -> None:
    known, missing = held(), []
    for model in models():
        entry = known.get(name_of(model))
        if model._meta.app_label in ABOUT_PEOPLE:
            wanted = set() if entry and entry.is_counts else fields_of(model)
        else:
            wanted = {name for name in fields_of(model) if _NAMES_SOMEBODY.search(name)}
        listed = {field.name for field in entry.fields} if entry else set()
        missing += [f"{name_of(model)}.{name}" for name in sorted(wanted - listed)]
    todo = "say in docs/data_inventory.toml what each holds of somebody, or that it is technical"
    assert missing == [], f"{todo}: {missing}"


def test_the_inventory_names_no_field_that_is_not_there() -> None:
    real = {name_of(model): fields_of(model) for model in models()}
    gone = [f"{each.name}.{field.name}" for each in load_data_inventory() for field in each.fields
            if field.name not in real.get(each.name, set())]  # fmt: skip
    assert gone == []


def test_every_field_has_a_purpose_a_ground_recipients_a_retention_and_a_sensitivity() -> None:
    lacking = {f"{each.name}.{field.name}": field.missing for each in load_data_inventory() for field in each.fields}
    assert {name: missing for name, missing in lacking.items() if missing} == {}
    assert all(getattr(each.category, way) for each in load_data_inventory() for way in ATTRIBUTES)


def test_a_protected_fact_never_has_a_private_provider_among_its_recipients() -> None:
    facts = held()["journeys.SensitiveFact"]
    assert facts.category.sensitivity == "protégée"
    assert all("jamais un organisme de formation privé" in field.recipients for field in facts.fields)
