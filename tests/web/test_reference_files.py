"""An observatory drops reference files on the site: checked without writing, then loaded, by who keeps the data."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from pacte.accounts.row_context import acting_as
from pacte.audit.models import AuditEntry
from pacte.intake.background import continue_writing
from pacte.intake.kinds import reference as reference_kind
from pacte.intake.models import ReceivedFile
from pacte.reference import queries
from pacte.reference.models import CertificationVersion, Contour, Zone
from tests.accounts.entering import entered
from tests.cast import MACHINE, Cast, gather_cast
from tests.kept import kept_for_module
from tests.reference.flux import flux, sheet

pytestmark = pytest.mark.django_db
PAGE = "/fichiers/reference/"
ZONES = "ZE2020,LIBZE2020\n2404,Blois\n2405,Bourges\n"
ROME_OLD = "code_rome,code_fiche_em,code_ogr,libelle_rome,statut\nN1101,1,1,Conduite,1\nN1102,2,2,Docker,1\n"
ROME_NEW = "code_rome,code_fiche_metier,code_ogr,libelle_rome,code_rome_parent\nN1101,1,1,Cariste,N1101\n"
SQUARE = (
    '{"features": [{"properties": {"code": "2404", "nom": "Blois"}, "geometry": {"type": "Polygon", '
    '"coordinates": [[[1, 47], [1.1, 47], [1.1, 47.1], [1, 47]]]}}]}'
)

cast = kept_for_module(gather_cast)


def drop(client: Client, *files: tuple[str, str | bytes], act: str = "check", edition: str = "") -> HttpResponse:
    uploads = [SimpleUploadedFile(name, data.encode() if isinstance(data, str) else data) for name, data in files]
    return client.post(PAGE, {"act": act, "file": uploads, "edition": edition}, follow=True)  # type: ignore[return-value]


def text(answer: HttpResponse) -> str:
    plain = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return re.sub(r"[\s\u00a0\u202f]+", " ", plain)


def write(client: Client) -> HttpResponse:
    with acting_as(MACHINE):
        file = ReceivedFile.objects.latest("pk")
    return client.post(f"{PAGE}{file.pk}/", {"act": "write"}, follow=True)  # type: ignore[return-value]


def test_a_file_is_checked_without_writing_then_loaded(cast: Cast) -> None:
    client = entered(cast["analyst"])
    page = text(drop(client, ("zones.csv", ZONES)))
    assert "Zones d’emploi, édition 2020 (Insee, Licence Ouverte (Etalab))" in page
    assert not Zone.objects.exists()
    assert "2 données ajoutées" in text(write(client))
    assert list(Zone.objects.order_by("code").values_list("name", flat=True)) == ["Blois", "Bourges"]


def test_the_load_is_one_act_of_the_analyst_in_the_name_of_the_observatory(cast: Cast) -> None:
    client = entered(cast["analyst"])
    name = cast["analyst"].actor.name
    drop(client, ("zones.csv", ZONES), act="write")
    with acting_as(MACHINE):
        assert AuditEntry.objects.get(act="reference.load").person_name == name
        file = ReceivedFile.objects.get()
    assert (file.organisation, file.host) == (cast.observatory, cast.region)


def test_the_pilot_of_the_region_reads_what_the_observatory_dropped(cast: Cast) -> None:
    drop(entered(cast["analyst"]), ("zones.csv", ZONES))
    assert "zones.csv" in text(entered(cast["pilot"]).get(PAGE))  # type: ignore[arg-type]
    assert "zones.csv" not in text(entered(cast["intruder"]).get(PAGE))  # type: ignore[arg-type]


def test_a_refused_line_is_given_back_with_its_reason_and_the_others_are_loaded(cast: Cast) -> None:
    client = entered(cast["analyst"])
    page = text(drop(client, ("zones.csv", f"{ZONES}2406,\n")))
    assert "LIBZE2020 : le nom manque." in page
    write(client)
    with acting_as(MACHINE):
        file = ReceivedFile.objects.get()
    given = client.get(f"{PAGE}{file.pk}/lignes-refusees.csv").content.decode("utf-8-sig")
    assert given.splitlines()[0].startswith("ZE2020;LIBZE2020;Motif")
    assert given.splitlines()[1].startswith("2406;;")
    assert Zone.objects.count() == 2


def test_a_file_that_says_no_edition_is_asked_for_it(cast: Cast) -> None:
    client = entered(cast["analyst"])
    answer = drop(client, ("metiers.csv", ROME_OLD))
    assert answer.status_code == 422
    assert "Ce fichier ne dit pas son édition" in text(answer)
    assert "édition 3.47" in text(drop(client, ("metiers.csv", ROME_OLD), edition="3.47"))


def test_a_new_edition_says_what_it_lost(cast: Cast) -> None:
    client = entered(cast["analyst"])
    drop(client, ("rome.csv", ROME_OLD), act="write", edition="3.47")
    assert "1 code perdu (N1102)" in text(drop(client, ("rome.csv", ROME_NEW), edition="4.60"))


def test_the_files_of_an_edition_are_dropped_together_and_written_in_their_order(cast: Cast) -> None:
    client = entered(cast["analyst"])
    page = text(drop(client, ("contours.geojson", SQUARE), ("zones.csv", ZONES), act="write"))
    assert "2 fichiers déposés, 2 écrits" in page
    assert Contour.objects.get().code == "2404"


def test_contours_wait_for_the_list_of_their_zones(cast: Cast) -> None:
    client = entered(cast["analyst"])
    page = text(drop(client, ("contours.geojson", SQUARE)))
    assert "Chargez d’abord la liste de ces zones" in page
    assert not Contour.objects.exists()


def test_the_tables_of_an_archive_are_loaded_in_one_transaction(cast: Cast) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("zones.csv", ZONES)
        archive.writestr("rome.csv", ROME_OLD)
    client = entered(cast["analyst"])
    page = text(drop(client, ("rome_v347.zip", packed.getvalue()), act="write"))
    assert "données ajoutées" in page
    assert Zone.objects.count() == 2
    assert queries.occupation_by_code("N1101", edition="3.47") is not None


def test_a_long_file_is_recognised_then_loaded_in_the_background(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference_kind, "MAX_COMPARED_BYTES", 10)
    client = entered(cast["analyst"])
    page = text(drop(client, ("flux.xml", flux(sheet("RNCP1"), sheet("faux"))), edition="2026-08-16"))
    assert "édition 2026-08-16 (France compétences, Licence Ouverte (Etalab))" in page
    assert "L’écriture commence" in text(write(client))
    assert not CertificationVersion.objects.exists()
    with acting_as(MACHINE):
        file = ReceivedFile.objects.get()
    continue_writing(file.pk)
    with acting_as(MACHINE):
        file.refresh_from_db()
    assert (file.state, file.counts["added"], file.counts["refused"]) == ("done", 1, 1)
    assert CertificationVersion.objects.get().code == "RNCP1"


@pytest.mark.parametrize("part", ["lead", "provider", "state_reader", "buyer", "visitor"])
def test_who_does_not_keep_the_data_does_not_find_the_page(cast: Cast, part: str) -> None:
    assert entered(cast[part]).get(PAGE).status_code == 404
