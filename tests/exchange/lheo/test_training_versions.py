"""A catalogue file that rewrites a training ends a version of it; any other file adds none."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from pacte.accounts.row_context import acting_as
from pacte.kernel.actor import NOBODY
from pacte.offer.models import Training, TrainingVersion
from pacte.offer.queries import training_versions
from tests.cast import MACHINE, Cast, gather_cast
from tests.exchange.lheo.documents import catalogue, changed
from tests.exchange.lheo.importing import import_catalogue

VALID = catalogue(3)
REWRITTEN = r"<contenu-formation>[^<]*</contenu-formation>"


def rewritten(content: str) -> str:
    return changed(REWRITTEN, f"<contenu-formation>{content}</contenu-formation>", text=VALID)


def bring(cast: Cast, text: str, *, full: bool = False) -> None:
    import_catalogue(
        actor=MACHINE, host_id=cast.region.pk, stream=io.BytesIO(text.encode()), file_name=f"{hash(text)}.xml",
        is_full=full,
    )  # fmt: skip


@pytest.mark.django_db
def test_only_a_file_that_changes_what_is_taught_opens_a_version() -> None:
    with acting_as(MACHINE):
        cast = gather_cast()
        bring(cast, VALID)
        bring(cast, changed(r"<periode><debut>\d+</debut>", "<periode><debut>20250101</debut>", text=VALID))
        # The last one closed by a full file without it, then opened again.
        bring(cast, catalogue(2), full=True)
        assert Training.objects.exclude(closed_on=None).count() == 1
        bring(cast, VALID.replace("06:00:00", "07:00:00"))
        assert Training.objects.exclude(closed_on=None).count() == 0
        assert TrainingVersion.objects.count() == 0
        bring(cast, rewritten("Souder à plat et en angle."))
        (former,) = TrainingVersion.objects.all()
        assert former.file_id == former.training.file_id
        latest, first = training_versions(actor=NOBODY, training=former.training)
        assert latest.taught.content == "Souder à plat et en angle."
        assert first.taught.content not in ("", latest.taught.content)
        assert latest.change is not None
        assert latest.change.texts == ("content",)


@pytest.mark.usefixtures("lasting_database")
def test_two_files_at_once_each_keep_what_they_replace(django_db_blocker: DjangoDbBlocker) -> None:
    with django_db_blocker.unblock():
        with acting_as(MACHINE):
            cast = gather_cast()
            bring(cast, VALID)

        def bring_alone(content: str) -> None:
            try:
                bring(cast, rewritten(content))
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(bring_alone, ("Un premier texte.", "Un second texte.")))
        with acting_as(MACHINE):
            training = Training.objects.get(former_versions__rank=1)
            latest, second, first = training_versions(actor=MACHINE, training=training)
        connection.close()
    assert {second.taught.content, latest.taught.content} == {"Un premier texte.", "Un second texte."}
    assert first.taught.content not in (second.taught.content, latest.taught.content)
