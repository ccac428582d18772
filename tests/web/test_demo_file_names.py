"""In the demonstration, names of files say that the data are invented; elsewhere they do not."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client, override_settings

from pacte.exchange.documents.money_files import MoneyExport, write_money_csv
from pacte.infra.instance import Instance
from pacte.web.middleware import add_demo_suffix


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ('attachment; filename="achats_2021.csv"', 'attachment; filename="achats_2021_donnees-fictives.csv"'),
        ('inline; filename="attestation.pdf"', 'inline; filename="attestation_donnees-fictives.pdf"'),
        ('attachment; filename="sans-fin"', 'attachment; filename="sans-fin_donnees-fictives"'),
        ('attachment; filename="x_donnees-fictives.csv"', 'attachment; filename="x_donnees-fictives.csv"'),
        ("attachment; filename*=UTF-8''pi%C3%A8ce.txt", "attachment; filename*=UTF-8''pi%C3%A8ce.txt"),
    ],
)
def test_a_name_is_labelled_once_before_its_extension(header: str, said: str) -> None:
    assert add_demo_suffix(header) == said


@pytest.mark.django_db
@pytest.mark.parametrize(("instance", "is_labelled"), [("demo", True), ("real", False)])
def test_a_file_of_the_demonstration_bears_the_label(client: Client, instance: str, *, is_labelled: bool) -> None:
    with override_settings(INSTANCE=Instance(instance)):
        named = client.get("/donnees/sessions.csv")["Content-Disposition"]
    assert ("_donnees-fictives.csv" in named) == is_labelled


@pytest.mark.parametrize("synthetic", [True, False])
def test_a_table_as_text_says_it_on_each_line(*, synthetic: bool) -> None:
    file = MoneyExport(
        "Achats",
        ("Année", "Montant"),
        ((2021, Decimal(3)),),
        ("Ensemble", Decimal(3)),
        date(2021, 1, 4),
        synthetic=synthetic,
    )
    rows = list(csv.reader(io.StringIO(write_money_csv(file).decode("utf-8-sig")), delimiter=";"))
    assert {row[-1] for row in rows[1:]} == ({"données fictives"} if synthetic else {"3,00"})
