"""Each mapping passes its own examples, uses fields of the pivot only, and gives the source of each field."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pacte.exchange import partners
from pacte.exchange.partner_mapping import (
    Certainty,
    PartnerMapping,
    UnreadableMessage,
    filled_field_names,
    invalid_mapping_fields,
    pivot_field_named,
    read_orientation_act,
    write_message_body,
)
from pacte.exchange.pivot import PIVOT_FIELDS
from pacte.kernel.catalog_loader import load_catalog_entries

MAPPINGS: dict[str, PartnerMapping] = load_catalog_entries(partners, "PARTNER")


def test_four_partners_are_there() -> None:
    assert set(MAPPINGS) == {"agora", "imilo", "kairos", "ouiform"}


@pytest.mark.parametrize("mapping", MAPPINGS.values(), ids=list(MAPPINGS))
def test_an_entry_writes_its_own_examples(mapping: PartnerMapping) -> None:
    assert mapping.outbound_examples
    for example in mapping.outbound_examples:
        assert write_message_body(mapping, example.message) == example.body


@pytest.mark.parametrize("mapping", MAPPINGS.values(), ids=list(MAPPINGS))
def test_an_entry_reads_its_own_examples(mapping: PartnerMapping) -> None:
    assert bool(mapping.inbound_examples) == (mapping.inbound_fields is not None)
    for example in mapping.inbound_examples:
        if example.act:
            assert read_orientation_act(mapping, example.body) == example.act
        else:
            with pytest.raises(UnreadableMessage) as refused:
                read_orientation_act(mapping, example.body)
            assert refused.value.code == example.refusal


@pytest.mark.parametrize("mapping", MAPPINGS.values(), ids=list(MAPPINGS))
def test_an_entry_names_fields_of_the_pivot_and_their_source(mapping: PartnerMapping) -> None:
    assert invalid_mapping_fields(mapping) == []
    assert [each.field for each in mapping.outbound_fields if not each.source] == []
    assert mapping.source


def test_nothing_that_the_law_protects_has_a_field_in_the_pivot() -> None:
    protected = ("rqth", "handicap", "justice", "deten", "rsa", "refugie", "lecture", "illettr", "frein", "liberation")
    assert [each for each in PIVOT_FIELDS if any(word in each for word in protected)] == []


@pytest.mark.parametrize("mapping", MAPPINGS.values(), ids=list(MAPPINGS))
def test_a_name_that_nobody_published_is_marked(mapping: PartnerMapping) -> None:
    """A field without a published name is marked as to be completed."""
    marked = {each.field for each in mapping.outbound_fields if each.certainty is Certainty.TO_COMPLETE}
    assert {each.field for each in mapping.outbound_fields if not each.name} == marked


def test_a_field_is_found_by_the_name_that_a_partner_gives() -> None:
    kairos = MAPPINGS["kairos"]
    assert pivot_field_named(kairos, "idRegionalDE") == "beneficiaire.numero_demandeur"
    assert pivot_field_named(kairos, "inconnu") == ""
    assert filled_field_names(kairos, {"idRegionalDE": "1"}) == ["beneficiaire.numero_demandeur"]


def test_a_value_mended_on_the_page_takes_the_place_of_the_first() -> None:
    kairos = MAPPINGS["kairos"]
    body = write_message_body(kairos, kairos.outbound_examples[0].message, {"action.numero_session": "999"})
    assert body["numeroSession"] == "999"


def test_an_entry_is_closed_by_a_date() -> None:
    agora = MAPPINGS["agora"]
    assert agora.is_open(agora.valid_from)
    assert not agora.is_open(agora.valid_from - timedelta(days=1))
    assert agora.is_open(date(2026, 1, 1))


def test_no_field_of_a_person_may_be_typed_by_the_region() -> None:
    assert {name for name, each in PIVOT_FIELDS.items() if name.startswith("beneficiaire.")} == {
        name for name, each in PIVOT_FIELDS.items() if each.is_personal
    }
