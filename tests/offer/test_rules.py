"""Other rules of the offer: states, orders, natures, chains, differences, quality, duplicates, purchases, seats."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacte.offer.records import (
    ChangeCause,
    DecidedBy,
    Fund,
    LedgerDifferenceKind,
    OrderForm,
    PlacesBalance,
    PriceUnit,
    SessionState,
    TrainingNature,
    Triplet,
)
from pacte.offer.rules.alternatives import AlternativeSession, best_alternatives
from pacte.offer.rules.differences import FileSession, find_discrepancies, format_dates, parse_dates
from pacte.offer.rules.duplicates import ProviderFacts, TrainingFacts, provider_pairs, training_pairs
from pacte.offer.rules.nature import department_of, domain_of, nature_of
from pacte.offer.rules.orders import OrderItemTerms, OrderTerms, order_item_amount, order_refusals
from pacte.offer.rules.purchases import DIMENSIONS, Purchase, aggregate_purchases
from pacte.offer.rules.quality import CRITERIA, QualityFacts, criterion_results
from pacte.offer.rules.states import ALLOWED_TRANSITIONS, SessionTransition, session_entry_deadline
from pacte.offer.rules.states import transition_refusals as step_refusals
from pacte.offer.rules.training_links import creates_cycle, is_progression

DAY = date(2020, 12, 1)


@given(st.sampled_from(SessionState), st.sampled_from(SessionState))
def test_a_session_only_takes_the_steps_of_its_life(state: SessionState, to: SessionState) -> None:
    step = SessionTransition(to, DAY, cause=ChangeCause.NO_ROOM, decided_by=DecidedBy.BOTH)
    assert bool(step_refusals(state, step)) == (to not in ALLOWED_TRANSITIONS[state])


def test_a_cancelled_or_ended_session_never_comes_back() -> None:
    assert not ALLOWED_TRANSITIONS[SessionState.CANCELLED]
    assert not ALLOWED_TRANSITIONS[SessionState.ENDED]
    assert SessionState.CANCELLED not in ALLOWED_TRANSITIONS[SessionState.RUNNING]


def test_the_entry_deadline_is_that_of_the_session_or_two_weeks() -> None:
    start = date(2021, 1, 11)
    assert session_entry_deadline(start, date(2021, 1, 15)) == date(2021, 1, 15)
    assert session_entry_deadline(start, date(2021, 1, 8)) == date(2021, 1, 26)
    assert session_entry_deadline(None, None) is None


TERMS = OrderTerms(
    number="2020-0412",
    title="Soudage",
    form=OrderForm.FRAMEWORK_AGREEMENT,
    fund=Fund.PACT,
    domain_code="230",
    nature=TrainingNature.CERTIFYING,
    price_unit=PriceUnit.TRAINEE_HOUR,
    unit_price_cents=850,
    signed_on=DAY,
    ends_on=date(2022, 12, 31),
    lines=(OrderItemTerms(1, 15, 9975),),
)


@pytest.mark.parametrize(
    ("code", "terms"),
    [
        ("order_number", replace(TERMS, number=" ")),
        ("signed_in_the_future", replace(TERMS, signed_on=date(2021, 1, 1))),
        ("order_dates", replace(TERMS, ends_on=date(2020, 1, 1))),
        ("order_empty", replace(TERMS, lines=())),
        ("order_session_twice", replace(TERMS, lines=(TERMS.lines[0], TERMS.lines[0]))),
        ("order_negative", replace(TERMS, lines=(OrderItemTerms(1, -1, 5),))),
        ("order_nothing", replace(TERMS, lines=(OrderItemTerms(1, 0, 0),))),
        ("order_hours", replace(TERMS, lines=(OrderItemTerms(1, 5, 0),))),
        ("order_group_hours", replace(TERMS, price_unit=PriceUnit.GROUP_HOUR)),
        ("order_flat", replace(TERMS, price_unit=PriceUnit.FLAT)),
        ("order_price", replace(TERMS, unit_price_cents=-1)),
    ],
)
def test_terms_that_cannot_be_signed_say_why(code: str, terms: OrderTerms) -> None:
    assert code in [found for found, _ in order_refusals(terms, on=DAY)]


def test_good_terms_are_signed() -> None:
    assert order_refusals(TERMS, on=DAY) == ()


def test_a_price_is_counted_in_its_unit() -> None:
    assert order_item_amount(PriceUnit.TRAINEE_HOUR, 850, hours=100) == 85_000
    assert order_item_amount(PriceUnit.GROUP_HOUR, 9_000, hours=1_500, group_hours=100) == 900_000
    assert order_item_amount(PriceUnit.FLAT, 0, hours=1_500, flat_cents=1_234) == 1_234


@pytest.mark.parametrize(
    ("formacodes", "objective", "certifying", "nature"),
    [
        (["15043"], 6, True, TrainingNature.LITERACY),
        (["15235"], None, True, TrainingNature.LITERACY),
        (["15041"], None, False, TrainingNature.BASIC_SKILLS),
        (["15061"], None, False, TrainingNature.REMOBILISATION),
        (["15084"], None, False, TrainingNature.PREQUALIFYING),
        (["23026"], 7, True, TrainingNature.CERTIFYING),
        (["23026"], 7, False, TrainingNature.QUALIFYING),
        (["23026"], 3, False, TrainingNature.UPSKILLING),
        (["23026"], 8, False, TrainingNature.PREQUALIFYING),
        ([], None, False, TrainingNature.QUALIFYING),
    ],
)
def test_the_nature_of_a_training_is_read_from_its_codes(
    formacodes: list[str], objective: int | None, certifying: bool, nature: TrainingNature
) -> None:
    assert nature_of(formacodes=formacodes, general_objective=objective, is_certifying=certifying) is nature


def test_a_field_and_a_department_are_the_first_figures_of_a_code() -> None:
    assert (domain_of(["23026", "15043"]), domain_of([])) == ("230", "")
    assert [department_of(code) for code in ("18279", "2A004", "97411", "")] == ["18", "2A", "974", ""]


def test_a_chain_goes_up() -> None:
    assert is_progression(TrainingNature.LITERACY, TrainingNature.PREQUALIFYING)
    assert is_progression(TrainingNature.PREQUALIFYING, TrainingNature.PREQUALIFYING)
    assert not is_progression(TrainingNature.CERTIFYING, TrainingNature.LITERACY)
    assert is_progression(TrainingNature.CERTIFYING, TrainingNature.UPSKILLING)


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), max_size=12))
def test_links_added_one_by_one_never_make_a_loop(wanted: list[tuple[int, int]]) -> None:
    kept: list[tuple[int, int]] = []
    for first, second in wanted:
        if first != second and not creates_cycle(kept, first, second):
            kept.append((first, second))
    for start in range(1, 6):
        reached: set[int] = set()
        waiting = [second for first, second in kept if first == start]
        while waiting:
            here = waiting.pop()
            if here not in reached:
                reached.add(here)
                waiting.extend(second for first, second in kept if first == here)
        assert start not in reached


PLACES = PlacesBalance(bought=15, lost=1, opened=14, minimum=8)
KNOWN = {
    "places": PLACES,
    "opened": 14,
    "state": SessionState.PLANNED,
    "starts_on": date(2021, 1, 11),
    "ends_on": date(2021, 6, 11),
    "commune_code": "18279",
}


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        (FileSession(1), []),
        (FileSession(1, places=14, minimum=8, financed=14), []),
        (FileSession(1, places=15), [LedgerDifferenceKind.PLACES_OPENED]),
        (FileSession(1, financed=15), [LedgerDifferenceKind.PLACES_FINANCED]),
        (FileSession(1, minimum=6), [LedgerDifferenceKind.MINIMUM]),
        (FileSession(1, starts_on=date(2021, 1, 11), ends_on=date(2021, 6, 11)), []),
        (FileSession(1, starts_on=date(2021, 1, 18), ends_on=date(2021, 6, 11)), [LedgerDifferenceKind.DATES]),
        (FileSession(1, commune_code="18033"), [LedgerDifferenceKind.SITE]),
        (FileSession(1, places=3, absent=True), [LedgerDifferenceKind.ABSENT]),
    ],
)
def test_a_file_and_the_ledger_differ_on_what_both_say(said: FileSession, kinds: list[LedgerDifferenceKind]) -> None:
    assert [each.kind for each in find_discrepancies(said, **KNOWN)] == kinds


def test_a_session_gone_from_the_file_is_no_question_once_it_is_over() -> None:
    said = FileSession(1, absent=True)
    for state in (SessionState.CANCELLED, SessionState.ENDED):
        assert find_discrepancies(said, **{**KNOWN, "state": state}) == ()


def test_what_the_ledger_does_not_know_is_no_difference() -> None:
    silent = {**KNOWN, "opened": None, "places": replace(PLACES, opened=0, minimum=0)}
    assert find_discrepancies(FileSession(1, places=12, minimum=6), **silent) == ()


@given(st.none() | st.dates(), st.none() | st.dates())
def test_dates_kept_as_text_are_read_back(first: date | None, last: date | None) -> None:
    assert parse_dates(format_dates(first, last)) == (first, last)


GOOD = QualityFacts(
    title="Soudeur",
    objective="Apprendre à assembler et à souder des pièces de métal, en atelier.",
    summary="En cinq mois, vous apprenez à souder. Vous pouvez sortir avec un titre reconnu.",
    competences=5,
    rome_codes=1,
    is_certifying=True,
    certification_codes=1,
    pace="Du lundi au jeudi, de 8 h à 16 h 30",
    hours=805,
    prerequisites="Savoir lire une consigne",
    price_known=True,
    has_coordinates=True,
    access_words=True,
    next_session_on=date(2021, 1, 11),
    has_contact=True,
    changed_on=date(2020, 11, 18),
)


def test_a_good_sheet_meets_the_ten_criteria_and_gets_no_advice() -> None:
    assert len(CRITERIA) == 10
    assert not any(mark.advice for mark in criterion_results(GOOD, on=DAY))


@pytest.mark.parametrize(
    ("code", "sheet"),
    [
        ("objective", replace(GOOD, objective="Non renseigné")),
        ("competences", replace(GOOD, competences=2)),
        ("summary", replace(GOOD, summary="-")),
        ("occupations", replace(GOOD, rome_codes=0)),
        ("certification", replace(GOOD, certification_codes=0)),
        ("schedule", replace(GOOD, hours=None)),
        ("prerequisites", replace(GOOD, prerequisites="Néant")),
        ("price", replace(GOOD, price_known=False)),
        ("access", replace(GOOD, has_coordinates=False)),
        ("next_session", replace(GOOD, changed_on=date(2019, 1, 1))),
    ],
)
def test_each_lack_costs_its_own_criterion_and_gives_an_advice(code: str, sheet: QualityFacts) -> None:
    missed = [mark for mark in criterion_results(sheet, on=DAY) if not mark.is_met]
    assert [mark.code for mark in missed] == [code]
    assert missed[0].advice


def test_two_records_of_one_provider_are_a_pair_and_two_centres_of_one_town_are_not() -> None:
    found = provider_pairs(
        [
            ProviderFacts(1, "73282932000074", "24180000018", "Métal Formation Berry", "18100"),
            ProviderFacts(2, "73282932000082", "24180000018", "METAL FORMATION BERRY", "18000"),
            ProviderFacts(3, "44306184100047", "24370000037", "AFPA de Vierzon", "18100"),
            ProviderFacts(4, "44306184100054", "24370000038", "Afpa Vierzon", "18100"),
            ProviderFacts(5, "55210055400013", "24180000055", "École de la soudure", "18100"),
        ]
    )
    assert [(pair.first, pair.second) for pair in found] == [(1, 2)]


def test_trainings_of_different_levels_or_towns_are_not_doubles() -> None:
    here, there = frozenset({"18279"}), frozenset({"37261"})
    found = training_pairs(
        [
            TrainingFacts(1, "732829320", "Anglais professionnel niveau 1", "15234", here),
            TrainingFacts(2, "732829320", "Anglais professionnel niveau 2", "15234", here),
            TrainingFacts(3, "732829320", "anglais professionnel, niveau 1", "15234", here),
            TrainingFacts(4, "732829320", "Anglais professionnel niveau 1", "15234", there),
            TrainingFacts(5, "443061841", "Anglais professionnel niveau 1", "15234", here),
        ]
    )
    assert [(pair.first, pair.second) for pair in found] == [(1, 3)]


@st.composite
def bought(draw: st.DrawFn) -> Purchase:
    places = draw(st.integers(0, 30))
    return Purchase(
        order_id=draw(st.integers(1, 9)),
        session_id=draw(st.integers(1, 9)),
        domain_code=draw(st.sampled_from(["230", "150"])),
        nature=draw(st.sampled_from(["certifying", "literacy"])),
        department_code=draw(st.sampled_from(["18", "37", ""])),
        year=draw(st.integers(2019, 2022)),
        fund="pact",
        buyer_id=1,
        places=places,
        hours=draw(st.integers(0, 5000)),
        cents=draw(st.integers(0, 10**6)),
        places_lost=draw(st.integers(0, places)),
        hours_lost=0,
    )


@given(st.lists(bought(), max_size=12), st.sets(st.sampled_from(DIMENSIONS)))
def test_any_table_of_purchases_adds_up_to_the_whole(purchases: list[Purchase], by: set[str]) -> None:
    cells = aggregate_purchases(purchases, sorted(by))
    for name in ("places", "hours", "cents", "places_lost"):
        assert sum(getattr(cell, name) for cell in cells) == sum(getattr(each, name) for each in purchases)


def test_the_price_of_an_hour_is_that_of_the_sums() -> None:
    bought_in_2019 = Purchase(1, 1, "230", "certifying", "18", 2019, "pact", 1, 10, 100, 85_000, 0, 0)
    (whole,) = aggregate_purchases([bought_in_2019], ["year"])
    assert whole.cents_per_hour == 850


def test_a_dimension_that_does_not_exist_is_an_error_of_the_programmer() -> None:
    with pytest.raises(ValueError, match="colour"):
        aggregate_purchases([], ["colour"])


def seat(key: int, **more: object) -> AlternativeSession:
    values = {
        "same_training": False,
        "same_certification": False,
        "same_domain": True,
        "starts_on": date(2021, 3, 1),
        "is_rolling": False,
        "kilometres": 5.0,
        "left": 4,
    }
    return AlternativeSession(session_id=key, **{**values, **more})  # type: ignore[arg-type]


def test_other_seats_are_near_first_then_alike_then_soon_and_never_full_or_begun() -> None:
    seats = [
        seat(1, same_training=True, same_certification=True, kilometres=80.0),
        seat(2, same_training=True, same_certification=True, kilometres=12.0),
        seat(3, kilometres=1.0),
        seat(4, left=0),
        seat(5, starts_on=date(2020, 11, 1)),
        seat(6, same_domain=False),
        seat(7, same_certification=True, starts_on=date(2021, 2, 1)),
        seat(8, kilometres=300.0),
    ]
    assert [each.session_id for each in best_alternatives(seats, on=DAY, limit=9)] == [2, 7, 3, 1]


def test_a_triplet_is_read_however_it_was_copied() -> None:
    wanted = Triplet("24_118402", "24_1530117", "24_407731")
    for text in (str(wanted), "24_118402 24_1530117 24_407731", "24_118402;24_1530117\n24_407731"):
        assert Triplet.parse(text) == wanted
    assert Triplet.parse("24_118402 / 24_1530117") is None
