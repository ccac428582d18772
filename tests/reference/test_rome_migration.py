"""From an edition of ROME to another: every lost code and name is reported."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pacte.reference.records import MovedAppellation, RomeMigration
from pacte.reference.rules import build_rome_migration

CODES = st.sampled_from([f"A{number}" for number in range(1101, 1112)])


def migrate(
    before: dict[str, str],
    after: dict[str, str],
    parents: dict[str, str] | None = None,
    names_before: dict[str, tuple[str, str]] | None = None,
    names_after: dict[str, tuple[str, str]] | None = None,
) -> RomeMigration:
    return build_rome_migration(
        old="3",
        new="4",
        before=before,
        after=after,
        parents=parents or {},
        names_before=names_before or {},
        names_after=names_after or {},
    )


def test_a_code_is_kept_renamed_split_replaced_born_or_lost() -> None:
    found = migrate(
        {"A1101": "Un", "A1102": "Deux", "A1103": "Trois", "A1104": "Quatre"},
        {"A1101": "Un", "A1102": "Deux bis", "A1105": "De un", "A1106": "De trois", "A1107": "De rien"},
        {"A1105": "A1101", "A1106": "A1103", "A1107": ""},
    )
    assert found.unchanged_count == 2
    assert found.renamed == (("A1102", "Deux", "Deux bis"),)
    assert found.split == {"A1101": ("A1105",)}
    assert found.replaced == {"A1103": ("A1106",)}
    assert found.lost == ("A1104",)
    assert found.without_origin == ("A1107",)
    assert not found.appellations_compared


def test_names_lost_and_moved_are_told_one_by_one() -> None:
    found = migrate(
        {},
        {},
        names_before={"1": ("Cariste", "N1101"), "2": ("Fenwick", "N1101"), "3": ("Docker", "N1105")},
        names_after={"1": ("Cariste", "N1101"), "3": ("Docker", "N1106")},
    )
    assert found.appellations_compared
    assert found.appellations_lost == (("2", "Fenwick"),)
    assert found.appellations_moved == (MovedAppellation("3", "Docker", "N1105", "N1106"),)


def test_an_edition_loaded_without_its_names_does_not_pass_for_one_that_lost_them() -> None:
    found = migrate({}, {}, names_before={"1": ("Cariste", "N1101")})
    assert not found.appellations_compared
    assert found.appellations_lost == ()


@given(
    st.dictionaries(CODES, st.text(max_size=3)),
    st.dictionaries(CODES, st.text(max_size=3)),
    st.dictionaries(CODES, CODES),
)
def test_every_old_code_has_exactly_one_fate_and_every_new_one_an_origin(
    before: dict[str, str], after: dict[str, str], parents: dict[str, str]
) -> None:
    parents = {code: parent for code, parent in parents.items() if code in after}
    found = migrate(before, after, parents)
    kept = set(before) & set(after)
    assert found.unchanged_count == len(kept)
    assert sorted([*kept, *found.replaced, *found.lost]) == sorted(before)
    heirs = {each for codes in (*found.split.values(), *found.replaced.values()) for each in codes}
    assert heirs | set(found.without_origin) == set(after) - set(before)
