"""A file of public series is dropped on a page: checked without writing, then imported, by who keeps the diagnosis."""

from __future__ import annotations

import csv
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from pacte.accounts.row_context import acting_as
from pacte.indicators.models import SeriesPoint
from pacte.intake.models import ReceivedFile
from pacte.reference.services import load_shipped_territory
from tests.accounts.entering import entered
from tests.cast import MACHINE, Cast, gather_cast
from tests.exchange.test_series import GOOD, bmo
from tests.kept import kept_for_module

pytestmark = pytest.mark.django_db
PAGE = "/fichiers/series/"
WRONG = "2024,A0X41,Éleveurs,18,2401,BOURGES,beaucoup,1,2"
UNEMPLOYMENT = (
    b"codeDepartement,libelleDepartement,rentreeScolaire,tauxChomage\n"
    b"018,Cher,2019,8.6\n041,Loir-et-Cher,2019,7\n001,Ain,2019,6\n"
)


def made_cast() -> Cast:
    made = gather_cast()
    with acting_as(MACHINE):
        load_shipped_territory(actor=MACHINE, region_code="24")
    return made


cast = kept_for_module(made_cast)


def drop(client: Client, data: bytes, name: str = "bmo_2024.csv", **more: str) -> HttpResponse:
    return client.post(PAGE, {"act": "check", "file": SimpleUploadedFile(name, data), **more})  # type: ignore[return-value]


def checked(client: Client, data: bytes, **more: str) -> str:
    """The address of the page of the file."""
    answer = drop(client, data, **more)
    assert answer.status_code == 302, answer.content[-1500:]
    return str(answer["Location"])


def plain_text(answer: HttpResponse) -> str:
    return re.sub(r"[\u00a0\u202f]", " ", answer.content.decode())


def stored() -> int:
    with acting_as(MACHINE):
        return SeriesPoint.objects.count()


def test_a_file_is_checked_without_writing_then_imported(cast: Cast) -> None:
    client = entered(cast["analyst"])
    address = checked(client, bmo(GOOD, WRONG))
    page = plain_text(client.get(address))
    assert "3 valeurs nouvelles, 1 ligne laissée de côté" in page
    assert "n’est pas un nombre" in page
    assert "2024, Licence Ouverte" in page
    assert "dont 1 gardée secrète par la source" in page
    assert stored() == 0
    written = client.post(address, {"act": "write"}, follow=True)
    assert "3 valeurs nouvelles, 1 ligne laissée de côté." in plain_text(written)
    assert stored() == 3
    with acting_as(MACHINE):
        (kept,) = ReceivedFile.objects.all()
    assert (kept.file_name, kept.counts["added"]) == ("bmo_2024.csv", 3)
    assert "bmo_2024.csv" in plain_text(client.get(PAGE))


def test_a_second_file_says_what_it_corrects(cast: Cast) -> None:
    client = entered(cast["pilot"])
    client.post(checked(client, bmo(GOOD)), {"act": "write"})
    page = plain_text(client.get(checked(client, bmo(GOOD.replace("253", "260")))))
    assert "1 valeur corrigée, 2 déjà connues" in page
    assert "253</del>" in page
    assert "260</ins>" in page
    same = checked(client, bmo(GOOD))
    assert "Rien ne change : 3 valeurs déjà connues." in plain_text(client.get(same))
    client.post(same, {"act": "write"})
    assert stored() == 3


def test_a_wrong_line_is_given_back_with_its_cells_and_the_reason(cast: Cast) -> None:
    client = entered(cast["analyst"])
    address = checked(client, bmo(GOOD, WRONG))
    client.post(address, {"act": "write"})
    (row,) = csv.DictReader(given_back(client, address).decode("utf-8-sig").splitlines(), delimiter=";")
    assert (row["nom_metier"], row["met"]) == ("Éleveurs", "beaucoup")
    assert "n’est pas un nombre" in row["Motif"]


def test_lines_given_back_do_not_replace_the_sum_of_a_zone_in_several_lines(cast: Cast) -> None:
    client = entered(cast["analyst"])
    other_part = GOOD.replace(",18,2401", ",41,2401")
    address = checked(client, bmo(GOOD, other_part.replace("253", "beaucoup")))
    client.post(address, {"act": "write"})
    mended = checked(client, given_back(client, address).replace(b"beaucoup", b"100"))
    assert "fausseraient leur somme" in plain_text(client.get(mended))
    assert client.post(mended, {"act": "write"}).status_code == 422
    whole = checked(client, bmo(GOOD, other_part.replace("253", "100")))
    assert "353</ins>" in plain_text(client.get(whole))


def given_back(client: Client, address: str) -> bytes:
    return b"".join(client.get(f"{address}lignes-refusees.csv"))  # type: ignore[arg-type]


def test_values_outside_the_region_are_counted_and_left(cast: Cast) -> None:
    client = entered(cast["analyst"])
    page = plain_text(client.get(checked(client, UNEMPLOYMENT, name="chomage.csv")))
    assert "2 valeurs nouvelles" in page
    assert "1 valeur hors de la région : laissée" in page


@pytest.mark.parametrize(("data", "reason"), [(b"a,b\n1,2\n", "Aucune source connue"), (b"%PDF-1.7", "")])
def test_a_file_that_no_source_gives_is_refused_and_the_sources_are_one_click_away(
    cast: Cast, data: bytes, reason: str
) -> None:
    client = entered(cast["analyst"])
    answer = drop(client, data)
    page = plain_text(answer)
    assert answer.status_code == 422
    assert reason in page
    assert 'href="/chiffres/series/"' in page
    assert "Reconnue à ses titres" in plain_text(client.get("/chiffres/series/"))
    assert stored() == 0


def test_the_source_may_be_said_and_the_missing_headings_are_named(cast: Cast) -> None:
    client = entered(cast["analyst"])
    assert "3 valeurs nouvelles" in plain_text(client.get(checked(client, bmo(GOOD), source="bmo")))
    assert "il manque" in plain_text(drop(client, b"annee,dep\n2024,18\n", source="bmo"))
    assert drop(client, bmo(GOOD), source="inconnue").status_code == 422


def test_nothing_dropped_is_said_on_the_field(cast: Cast) -> None:
    answer = entered(cast["analyst"]).post(PAGE, {"act": "check"})
    assert answer.status_code == 422
    assert "Choisissez un fichier" in answer.content.decode()


def test_the_region_reads_the_file_of_its_observatory_and_does_not_write_it(cast: Cast) -> None:
    address = checked(entered(cast["analyst"]), bmo(GOOD))
    assert entered(cast["pilot"]).get(address).status_code == 200
    assert entered(cast["pilot"]).post(address, {"act": "write"}).status_code == 403
    assert stored() == 0


def test_who_does_not_keep_the_diagnosis_does_not_find_the_file(cast: Cast) -> None:
    address = checked(entered(cast["analyst"]), bmo(GOOD))
    for part in ("lead", "intruder"):
        assert entered(cast[part]).get(address).status_code == 404
        assert entered(cast[part]).post(address, {"act": "write"}).status_code == 404
    assert entered(cast["lead"]).get(PAGE).status_code == 404
    assert drop(entered(cast["lead"]), bmo(GOOD)).status_code == 404
    assert stored() == 0
