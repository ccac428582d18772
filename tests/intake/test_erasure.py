"""A person who is erased leaves the quarantine of files; what waits at who knows them goes too."""

from __future__ import annotations

import pytest

from pacte.accounts.row_context import acting_as
from pacte.intake.models import ReceivedContent, RefusedRow
from pacte.intake.records import FileSender
from pacte.journeys.models import LearnerContact
from pacte.workflows.erase_person import erase_person, preview_person_erasure
from tests.cast import MACHINE, gather_cast
from tests.intake.sending import receive, write
from tests.journeys.making import session_with, somebody

pytestmark = pytest.mark.django_db
HEAD = "Numéro de la personne;Nom;Prénom;Numéro de session;Statut;Date\n"


def test_refused_rows_about_them_and_waiting_files_go_and_those_of_others_stay() -> None:
    cast = gather_cast()
    session_with(cast)
    journey = somebody(cast, first_name="Inès")
    with acting_as(MACHINE):
        contact = LearnerContact.objects.get(learner=journey.learner)
    adviser, sender = cast["adviser"].actor, FileSender(cast.network, cast.region)
    rows = (
        f"X1;{contact.last_name.upper()};{contact.first_name};24_1;positionne;32/01/2021\n"
        f"X2;{contact.last_name};Quelqu’un d’autre;24_1;positionne;32/01/2021\n"
    )
    options = {"tool": "imilo"}
    write(receive("acts", (HEAD + rows).encode(), actor=adviser, sender=sender, options=options), actor=adviser)
    receive("acts", (HEAD + "X3;Trois;Noa;24_1;positionne;05/01/2021\n").encode(), actor=adviser, sender=sender,
            options=options)  # fmt: skip
    with acting_as(adviser):
        assert preview_person_erasure(actor=adviser, learner=journey.learner).erased["intake_refusedrow"] == 1
        erase_person(actor=adviser, learner=journey.learner, reason="à sa demande")
    with acting_as(MACHINE):
        assert [row.cells[0] for row in RefusedRow.objects.all()] == ["X2"]
        assert not ReceivedContent.objects.exists()
