"""Each mapping runs its own examples, names fields of the pivot only, and says where each of them comes from."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pacte.exchange import partners
from pacte.exchange.mapping import Certainty, Mapping, Unread, check, field_said, filled, read, write
from pacte.exchange.pivot import FIELDS
from pacte.kernel.catalog_loader import load_catalog_entries

MAPPINGS: dict[str, Mapping] = load_catalog_entries(partners, "PARTNER")


def test_four_partners_are_there() -> None:
    assert set(MAPPINGS) == {"agora", "imilo", "kairos", "ouiform"}


@pytest.mark.parametrize("mapping", MAPPINGS.values(), ids=list(MAPPINGS))
def test_an_entry_writes_its_own_examples(mapping: Mapping) -> None:
    assert mapping.written
    for example in mapping.written:
        assert write(mapping, example.message) == example.body


@pytest.mark.parametrize("mapping", MAPPINGS.values(), ids=list(MAPPINGS))
def test_an_entry_reads_its_own_examples(mapping: Mapping) -> None:
    assert bool(mapping.read) == (mapping.received is not None)
    for example in mapping.read:
        if example.act:
            assert read(mapping, example.body) == example.act
        else:
            with pytest.raises(Unread) as refused:
                read(mapping, example.body)
            assert refused.value.code == example.refusal


@pytest.mark.parametrize("mapping", MAPPINGS.values(), ids=list(MAPPINGS))
def test_an_entry_names_fields_of_the_pivot_and_their_source(mapping: Mapping) -> None:
    assert check(mapping) == []
    assert [each.field for each in mapping.sent if not each.source] == []
    assert mapping.source


def test_nothing_that_the_law_protects_has_a_field_in_the_pivot() -> None:
    protected = ("rqth", "handicap", "justice", "deten", "rsa", "refugie", "lecture", "illettr", "frein", "liberation")
    assert [each for each in FIELDS if any(word in each for word in protected)] == []


@pytest.mark.parametrize("mapping", MAPPINGS.values(), ids=list(MAPPINGS))
def test_a_name_that_nobody_published_is_marked(mapping: Mapping) -> None:
    """A field under the pivot's own name is one whose name is not known: it must say so."""
    marked = {each.field for each in mapping.sent if each.certainty is Certainty.TO_COMPLETE}
    assert {each.field for each in mapping.sent if not each.name} == marked


def test_a_field_is_found_by_the_name_that_a_partner_gives() -> None:
    kairos = MAPPINGS["kairos"]
    assert field_said(kairos, "idRegionalDE") == "beneficiaire.numero_demandeur"
    assert field_said(kairos, "inconnu") == ""
    assert filled(kairos, {"idRegionalDE": "1"}) == ["beneficiaire.numero_demandeur"]


def test_a_value_mended_on_the_page_takes_the_place_of_the_first() -> None:
    kairos = MAPPINGS["kairos"]
    body = write(kairos, kairos.written[0].message, {"action.numero_session": "999"})
    assert body["numeroSession"] == "999"


def test_an_entry_is_closed_by_a_date() -> None:
    agora = MAPPINGS["agora"]
    assert agora.is_open(agora.valid_from)
    assert not agora.is_open(agora.valid_from - timedelta(days=1))
    assert agora.is_open(date(2026, 1, 1))


def test_no_field_of_a_person_may_be_typed_by_the_region() -> None:
    assert {name for name, each in FIELDS.items() if name.startswith("beneficiaire.")} == {
        name for name, each in FIELDS.items() if each.is_personal
    }
