"""No figure of the demonstration contradicts another: one notion has one value, or each value says what it counts."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from pacte.infra.instance import PROJECT_ROOT
from pacte.kernel.french import format_number
from pacte.web.quoted_figures import FILLING
from tests.demonstration import bare_environment, copied_demonstration
from tests.open_folder import open_folder

pytestmark = pytest.mark.xdist_group("figures_agree")
PLAN = "/plan/centre-val-de-loire_2019-2022/"
PLACES, FILL, DASHBOARD = "/comptes/places/", f"/chiffres/{FILLING}/", "/chiffres/tableau-de-bord/"
MINE, MONEY, REPORT = "/mes-actions/", f"{PLAN}argent/", f"{PLAN}annee/2020/rapport-etat.xlsx"
REGION, ACTION, EUROS = "/territoires/region/24/profil/", f"{PLAN}actions/18/", "/chiffres/pact_euros/"
COMMITTED, JOBS = "/chiffres/commitment_of_operating_credits/", "/chiffres/euros_where_jobs_are/"
ORDERS, GAPS = "/sessions/commandes/?annee=toutes", f"{PLAN}indicateurs-manquants/"
# Readers by the name in their address; "" is nobody.
ASKED = {
    "": ("/", PLAN, ACTION, f"{PLAN}actions/1/"),
    "pilote": (
        PLAN, ACTION, f"{PLAN}actions/1/", PLACES, f"{PLACES}?annee=2019", FILL, f"{FILL}?periode=2019", DASHBOARD,
        REGION, "/chiffres/comparer/", EUROS, COMMITTED, JOBS, MONEY,
    ),
    "acheteur": (PLAN, PLACES, FILL, DASHBOARD),
    "porteur": (PLAN, MINE),
    "acheteur-pole-emploi": (PLAN, ORDERS),
    "etat": ("/", PLAN, MONEY, EUROS, REPORT, GAPS),
    "analyste": ("/", PLAN),
}  # fmt: skip
PAGES = [(reader, path) for reader, paths in ASKED.items() for path in paths]
_READ = "from tests.demo.figure_pages import main; main()"
_RATIO = re.compile(r"(\d[\d ]*) / (\d[\d ]*\d)")
_FULLNESS = re.compile(r"places? (prises?|occupées?)|remplissage des places", re.IGNORECASE)
# Words that say another scope than that of the headline figure.
_OTHER_SCOPES = ("toutes sessions", "pour l’action", "sessions tenues", "en heures", "en 2019", "douze", "département")


@pytest.fixture(scope="module")
def seen() -> Iterator[dict[str, Any]]:
    """The pages of one day, read from one copy of the demonstration."""
    with open_folder() as home:
        copied_demonstration(home)
        path = f"{PROJECT_ROOT / 'src'}:{PROJECT_ROOT}"
        done = subprocess.run(
            [sys.executable, "-m", "pacte", "django", "shell", "--verbosity", "0", "-c", _READ],
            env=bare_environment(home) | {"PYTHONPATH": path, "PAGES": json.dumps(ASKED)}, cwd=home,
            capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-2000:]
        yield json.loads(done.stdout.strip().splitlines()[-1])


def page(seen: dict[str, Any], reader: str, path: str) -> str:
    text: str = seen["pages"][reader][path]
    return text


def headline(seen: dict[str, Any]) -> str:
    """« 78,4 % (646 / 824) », counted session by session by the rule."""
    taken, places = seen["fill"]
    share = format_number(100 * taken / places, 1)
    return f"{share} % ({format_number(taken)} / {format_number(places)})".replace("\u202f", " ")


def sentence(seen: dict[str, Any]) -> str:
    """The same on the page of the figure: « 78,4 %, soit 646 places prises sur 824 places achetées »."""
    share, taken, places = re.findall(r"\d[\d ,]*\d", headline(seen))
    return f"{share} %, soit {taken} places prises sur {places} places achetées"


@pytest.mark.parametrize(
    ("reader", "path"),
    [(reader, path) for reader, path in PAGES if path in (PLACES, FILL) or (reader, path) in (
        ("pilote", REGION), ("pilote", DASHBOARD), ("acheteur", DASHBOARD),
    )],
)  # fmt: skip
def test_the_places_are_as_full_on_each_page_as_session_by_session(
    seen: dict[str, Any], reader: str, path: str
) -> None:
    assert (sentence(seen) if path == FILL else headline(seen)) in page(seen, reader, path)


def test_a_year_of_the_places_is_that_year_of_the_figure(seen: dict[str, Any]) -> None:
    counted = re.search(
        r"(\d+,\d) % \((\d+) / (\d+)\)",
        page(seen, "pilote", f"{PLACES}?annee=2019").partition("Remplissage des places achetées")[2],
    )
    figure = re.search(
        r"(\d+,\d) %, soit (\d+) places prises sur (\d+) places", page(seen, "pilote", f"{FILL}?periode=2019")
    )
    assert counted
    assert figure
    assert counted.groups() == figure.groups()
    assert counted.group() != headline(seen)


# The page of the figure has it by month and zone; the report is that of a year, which each of its rows says; the desk
# of the analyst has it a week ago too.
_BY_PARTS = [*((reader, path) for reader, path in PAGES if path in (FILL, f"{FILL}?periode=2019", REPORT)),
             ("analyste", "/")]  # fmt: skip


@pytest.mark.parametrize(("reader", "path"), [each for each in PAGES if each not in _BY_PARTS])
def test_another_share_of_places_says_what_it_counts(seen: dict[str, Any], reader: str, path: str) -> None:
    """After words on full places: the headline figure, or a scope in the words before it."""
    text, (taken, places) = page(seen, reader, path), seen["fill"]
    stray = []
    for ratio in _RATIO.finditer(text):
        before = text[max(0, ratio.start() - 110) : ratio.start()]
        counts = [int(part.replace(" ", "")) for part in ratio.groups()]
        around = (before + text[ratio.end() : ratio.end() + 90]).lower()
        is_scoped = counts == [taken, places] or any(each in around for each in _OTHER_SCOPES)
        if _FULLNESS.search(before) and not is_scoped:
            stray.append(f"{before}{ratio.group()}")
    assert stray == []


def test_as_many_actions_have_evidence_for_each_reader_and_in_the_report_to_the_state(seen: dict[str, Any]) -> None:
    said = {reader: re.findall(r"(\d+) actions sur (\d+) ont un résultat mesuré", page(seen, reader, PLAN))
            for reader, path in PAGES if path == PLAN}  # fmt: skip
    ((measured, actions),) = said.pop("")
    assert int(measured) > 0
    assert set(map(tuple, said.values())) == {((measured, actions),)}
    assert f"Actions qui ont un résultat mesuré {measured} sur {actions}" in page(seen, "etat", REPORT)
    without = int(actions) - int(measured)
    for reader in ASKED:
        assert f"{without} actions sans résultat" in page(seen, reader, PLAN), reader


def test_a_lead_reads_the_evidence_of_the_plan_on_the_list_of_their_actions(seen: dict[str, Any]) -> None:
    own, plan = page(seen, "porteur", MINE), page(seen, "porteur", PLAN)
    texts = re.split(r"(\d+,\d % \(\d[\d ]* / \d[\d ]*\))", own)
    # What proves nothing alone is told to the lead, and is no evidence in the list of the plan.
    figures = [
        figure for figure, note in zip(texts[1::2], texts[2::2], strict=True) if "ne prouve rien seul" not in note[:150]
    ]
    assert figures
    assert [each for each in figures if each not in plan] == []


@pytest.mark.parametrize("reader", ["pilote", "etat"])
def test_the_euros_of_the_pact_are_those_of_the_money_of_the_plan(seen: dict[str, Any], reader: str) -> None:
    """Accounting lines that wait for an allocation are outside both."""
    ordered = re.search(r"(\d+,\d\d M€) sont mandatés", page(seen, reader, MONEY))
    assert ordered
    assert f"Combien d’euros du pacte sont mandatés ? {ordered.group(1)} ;" in page(seen, reader, EUROS)


@pytest.mark.parametrize("reader", ["etat", "analyste"])
def test_a_desk_says_the_money_and_the_places_of_the_pages_that_it_opens(seen: dict[str, Any], reader: str) -> None:
    desk = page(seen, reader, "/")
    committed = re.search(r"(\d+,\d\d M€) engagés sur", desk)
    assert committed
    assert f"{committed.group(1)} sont engagés" in page(seen, "etat", MONEY)
    assert reader != "analyste" or headline(seen) in desk


def test_commitments_are_those_of_the_money_of_the_plan(seen: dict[str, Any]) -> None:
    committed = re.search(r"soit (\d+,\d\d) M€ engagés", page(seen, "pilote", COMMITTED))
    euros = re.search(r"Engagé / AE votées Fonctionnement ([\d ]+) €", page(seen, "pilote", MONEY))
    assert committed
    assert euros
    assert committed.group(1) == format_number(int(euros.group(1).replace(" ", "")) / 1_000_000, 2)


def test_a_target_without_a_number_shows_no_unit_alone(seen: dict[str, Any]) -> None:
    text = page(seen, "pilote", JOBS)
    assert "part des achats qui va aux domaines où l’on trouve un emploi" in text
    assert not re.search(r": %(?! )|: % ", text)


def test_the_action_about_purchases_says_who_buys_what_and_where_both_buy_the_same(seen: dict[str, Any]) -> None:
    for reader in ("", "pilote"):
        text = page(seen, reader, f"{PLAN}actions/1/")
        table = text[text.index("Qui achète quoi") :]
        assert "Pôle emploi, achats de formation (fictif)" in table, reader
        shares = re.search(
            r"plusieurs acheteurs achètent la même chose : ([\d,]+) % en 2019, ([\d,]+) % en 2020", table
        )
        assert shares is not None, table[:2000]
        first, second = (float(each.replace(",", ".")) for each in shares.groups())
        assert second < first


def test_the_second_buyer_has_orders_and_reads_none_of_the_region(seen: dict[str, Any]) -> None:
    orders = page(seen, "acheteur-pole-emploi", ORDERS)
    table = orders[orders.index("Signée le") : orders.index("Ensemble")]
    assert "Pôle emploi, achats de formation (fictif)" in table
    assert "Région Centre-Val de Loire" not in table


def test_a_gap_is_noted_by_somebody_and_not_by_a_command(seen: dict[str, Any]) -> None:
    register = page(seen, "etat", GAPS)
    assert "par Région de démonstration (données fictives)" in register
    assert "par commande" not in register


def test_the_paths_of_an_action_are_told_by_year_of_entry_to_who_sees_small_counts(seen: dict[str, Any]) -> None:
    title = "Parcours des personnes de l’action 1, par année d’entrée"
    assert title in page(seen, "pilote", f"{PLAN}actions/1/")
    assert title not in page(seen, "", f"{PLAN}actions/1/")
