"""The directory of organisations: names by date, SIRET, services."""

from __future__ import annotations

from datetime import date

import pytest

from pacte.accounts.models import Organisation
from pacte.accounts.queries import (
    manages_directory,
    organisation_detail,
    organisation_names,
    organisations,
    service_choices,
)
from pacte.accounts.records import OrganisationKind
from pacte.accounts.row_context import acting_as, set_row_context
from pacte.accounts.services import (
    change_organisation,
    create_organisation,
    create_service,
    ensure_organisation,
    rename_organisation,
)
from pacte.audit.models import AuditEntry
from pacte.kernel.errors import Conflict, NotFound, PermissionDenied, ValidationError
from pacte.kernel.french import fold_text
from tests.cast import MACHINE, Cast, gather_cast

pytestmark = pytest.mark.django_db

REAL_SIRET = "73282932000074"  # An example of a valid number, published.


@pytest.fixture
def cast() -> Cast:
    gathered = gather_cast()
    set_row_context(MACHINE)
    return gathered


def test_an_organisation_keeps_the_name_of_each_day(cast: Cast) -> None:
    direccte = create_organisation(actor=MACHINE, name="DIRECCTE", kind=OrganisationKind.STATE)
    rename_organisation(actor=MACHINE, organisation=direccte, name="DREETS", on=date(2021, 4, 1))
    assert organisation_names(on=date(2021, 3, 31))[direccte.pk] == "DIRECCTE"
    assert organisation_names(on=date(2021, 4, 1))[direccte.pk] == "DREETS"


def test_a_rename_before_the_present_name_began_is_refused(cast: Cast) -> None:
    body = create_organisation(actor=MACHINE, name="Nouveau", valid_from=date(2021, 4, 1))
    with pytest.raises(ValidationError, match="trop ancien"):
        rename_organisation(actor=MACHINE, organisation=body, name="Plus nouveau", on=date(2021, 4, 1))


def test_two_organisations_never_share_a_name_nor_a_siret(cast: Cast) -> None:
    first = create_organisation(actor=MACHINE, name="Étoile du Cher", siret=REAL_SIRET)
    with pytest.raises(Conflict) as same_name:
        create_organisation(actor=MACHINE, name="etoile  du cher")
    with pytest.raises(Conflict) as same_siret:
        create_organisation(actor=MACHINE, name="Autre", siret="732 829 320 00074")
    with pytest.raises(Conflict) as taken:
        rename_organisation(actor=MACHINE, organisation=cast.state, name="Étoile du Cher", on=date(2024, 1, 1))
    codes = [same_name.value.code, same_siret.value.code, taken.value.code]
    assert codes == ["organisation_exists", "siret_taken", "organisation_exists"]
    assert ensure_organisation(actor=MACHINE, name="ÉTOILE DU CHER") == first


def test_a_false_siret_is_refused_and_no_siret_is_accepted(cast: Cast) -> None:
    with pytest.raises(ValidationError, match="SIRET"):
        create_organisation(actor=MACHINE, name="Faux", siret="73282932000075")
    assert create_organisation(actor=MACHINE, name="Partenaires sociaux").siret is None


def test_a_correction_leaves_what_was_before_and_why(cast: Cast) -> None:
    change_organisation(
        actor=MACHINE, organisation=cast.provider, kind=OrganisationKind.NETWORK, siret=REAL_SIRET,
        phone="02 61 91 00 00", reason="erreur",
    )  # fmt: skip
    entry = AuditEntry.objects.get(act="organisation.change")
    before = {"kind": "training_provider", "siret": None, "phone": ""}
    assert (entry.reason, entry.detail["before"]) == ("erreur", before)
    cast.provider.refresh_from_db()
    assert (cast.provider.kind, cast.provider.siret) == ("network", REAL_SIRET)
    assert cast.provider.phone == "02 61 91 00 00"


def test_the_code_of_a_service_is_taken_once_in_an_organisation(cast: Cast) -> None:
    create_service(actor=MACHINE, organisation=cast.region, code="DFP", name="Direction de la formation")
    with pytest.raises(Conflict):
        create_service(actor=MACHINE, organisation=cast.region, code="dfp", name="")
    assert create_service(actor=MACHINE, organisation=cast.state, code="DFP", name="").name == "DFP"


def test_the_directory_lists_by_name_with_former_names_and_services(cast: Cast) -> None:
    create_service(actor=MACHINE, organisation=cast.state, code="DREETS", name="")
    rename_organisation(actor=MACHINE, organisation=cast.state, name="État", on=date(2020, 1, 1))
    with acting_as(cast["partner"].actor) as actor:
        lines = {line.code: line for line in organisations(actor=actor, on=date(2024, 1, 1))}
        labels = [label for _, label in service_choices(actor=actor, on=date(2024, 1, 1))]
    assert (lines["etat"].name, lines["etat"].former_names, lines["etat"].services) == ("État", ("Etat",), ("DREETS",))
    assert labels == ["État, DREETS"]


def test_a_visitor_reads_no_directory(cast: Cast) -> None:
    with acting_as(cast["visitor"].actor) as actor:
        assert not organisations(actor=actor, on=date(2024, 1, 1))
        assert service_choices(actor=actor, on=date(2024, 1, 1)) == []


@pytest.mark.parametrize(
    "part", ["lead", "state_lead", "observatory_lead", "partner", "analyst", "buyer", "finance", "state_reader",
             "auditor", "visitor"],
)  # fmt: skip
def test_those_who_do_not_keep_the_directory_write_nothing_in_it(cast: Cast, part: str) -> None:
    with acting_as(cast[part].actor) as actor:
        with pytest.raises(PermissionDenied):
            create_organisation(actor=actor, name="Nouveau")
        with pytest.raises(PermissionDenied):
            rename_organisation(actor=actor, organisation=cast.state, name="Autre", on=date(2024, 1, 1))
        with pytest.raises(PermissionDenied):
            create_service(actor=actor, organisation=cast.state, code="X", name="")


def test_the_sheet_of_an_organisation_is_for_the_keepers_of_this_installation(cast: Cast) -> None:
    with acting_as(cast["pilot"].actor) as actor:
        assert manages_directory(actor=actor)
        assert organisation_detail(actor=actor, organisation_id=cast.state.pk, on=date(2024, 1, 1)).name == "Etat"
    for part in ("intruder", "partner"):
        with acting_as(cast[part].actor) as actor, pytest.raises(NotFound):
            organisation_detail(actor=actor, organisation_id=cast.state.pk, on=date(2024, 1, 1))


def test_the_directory_is_filtered_and_sorted_whatever_the_accents(cast: Cast) -> None:
    emploi = create_organisation(actor=MACHINE, name="Pôle emploi", siret=REAL_SIRET)
    rename_organisation(actor=MACHINE, organisation=emploi, name="École France", on=date(2024, 1, 1))
    create_service(actor=MACHINE, organisation=emploi, code="Été", name="")
    with acting_as(cast["partner"].actor) as actor:
        for words in ("pole", "POLE école", "732829", "ete"):
            found = organisations(actor=actor, on=date(2024, 6, 1), words=words)
            assert [line.name for line in found] == ["École France"], words
        assert not organisations(actor=actor, on=date(2024, 6, 1), words="pole zzz")
        assert not organisations(actor=actor, on=date(2024, 6, 1), words="%")
        states = organisations(actor=actor, on=date(2024, 6, 1), kind="state")
        for on in (date(2020, 1, 1), date(2024, 6, 1)):
            names = [line.name for line in organisations(actor=actor, on=on)]
            assert names == sorted(names, key=fold_text)
            assert len(names) == Organisation.objects.count()
    assert [line.code for line in states] == ["etat"]
