"""A closed round with money and decisions, and the pack made from them, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal

from pacte.finance.records import (
    AdditionalCounts,
    Additionality,
    AdditionalSums,
    AmountSource,
    AxisEnvelope,
    Fund,
    MoneyCell,
    MoneyStage,
    PlanMoneyTable,
    Section,
    additionality_with_counts,
)
from pacte.finance.rules import compute_additionality
from pacte.kernel.action_codes import ActionCode
from pacte.steering.records import (
    ActionAnswer,
    AnswerState,
    CommitteeState,
    DecisionEventKind,
    DeclaredValueSummary,
    MilestoneState,
    MilestoneSummary,
    RiskLevel,
    RiskSummary,
    RoundSnapshot,
    RoundState,
    RoundTopic,
    Weather,
)
from pacte.steering.records.meetings import AgendaKind, AgendaPoint, CommitteeSummary, DecisionEventRow, DecisionSummary
from pacte.steering.records.pack import Pack, PackAxis, PackEvidence, PackFigure
from pacte.steering.rules.agenda_order import with_start_times
from pacte.steering.rules.decision_status import decision_status
from pacte.steering.rules.pack_builder import PackSources, build_pack

AS_OF = date(2020, 12, 9)
MEETING = date(2020, 12, 9)
NOW = datetime(2020, 12, 2, 17, 30, tzinfo=UTC)
AXES = (
    PackAxis("1", "Axe 1", "Parcours qualifiants vers l’emploi"),
    PackAxis("2", "Axe 2", "Accès des publics les plus fragiles"),
    PackAxis("3", "Axe 3", "Axe transversal : modernisation"),
)
LONG_TITLE = "Expérimentations pour favoriser l’appétence et la persévérance en formation, territoires et publics"
LONG_TEXT = (
    "Deux expérimentations sur trois sont lancées. Les relances par texto touchent huit sessions du Cher et de "
    "l’Indre ; les créneaux réels sont proposés à cinq sessions du Loiret. La troisième attend son protocole : le "
    "témoin n’est pas choisi et l’effectif manque. Les prescripteurs demandent des dates plus tôt dans l’année, les "
    "organismes un interlocuteur unique. Nous proposons de garder les places perdues au dénominateur. "
)


def answer(number: int, **given: object) -> ActionAnswer:
    values: dict[str, object] = {
        "number": ActionCode(number),
        "title": f"Action numéro {number}",
        "short_title": "",
        "axis_code": "1" if number < 12 else "2" if number < 27 else "3",
        "lead": "Région (DFP)",
        "person": "Julien Ferrand",
        "state": AnswerState.ACCEPTED,
        "weather": Weather.GOOD,
        "weather_word": "Tout se tient.",
        "weather_on": date(2020, 11, 18),
        "weather_by": "Julien Ferrand",
        "progress": "Les lots sont attribués, les premières sessions ouvrent en janvier.",
        "decision_asked": "",
        "sent_at": NOW,
        "sent_by": "Julien Ferrand",
        "answer_id": number,
    }
    return ActionAnswer(**(values | given))  # type: ignore[arg-type]


def milestone(identifier: int, title: str, due_on: date, state: MilestoneState, **given: object) -> MilestoneSummary:
    values: dict[str, object] = {
        "milestone_id": identifier, "number": ActionCode(18), "title": title, "due_on": due_on, "first_due_on": due_on,
        "done_on": due_on if state is MilestoneState.DONE else None, "dropped_on": None, "owner": "", "state": state,
    }  # fmt: skip
    return MilestoneSummary(**(values | given))  # type: ignore[arg-type]


def declared(what: str, value: str, unit: str, **given: object) -> DeclaredValueSummary:
    values: dict[str, object] = {
        "value_id": 1, "what": what, "value": Decimal(value), "unit": unit, "happened_on": date(2020, 11, 12),
        "recorded_at": NOW, "proof": "2 protocoles signés", "proof_url": "", "by": "Julien Ferrand",
    }  # fmt: skip
    return DeclaredValueSummary(**(values | given))  # type: ignore[arg-type]


def risk(title: str, level: RiskLevel) -> RiskSummary:
    return RiskSummary(1, title, level, "Voir avec le département", date(2020, 10, 1), None, "Julien Ferrand")


def eighteen() -> ActionAnswer:
    return answer(
        18,
        title=LONG_TITLE,
        weather=Weather.MIXED,
        weather_word="E3 attend son protocole.",
        progress=LONG_TEXT * 2,
        decision_asked="Fixer une cible de remplissage : 75 à 80 % des places achetées, d’ici fin 2022.",
        milestones=(
            milestone(1, "Trois expérimentations choisies", date(2020, 6, 15), MilestoneState.DONE),
            milestone(2, "E2 : trois vrais créneaux proposés (Loiret)", date(2020, 11, 2), MilestoneState.LATE),
            milestone(
                3, "E3 : parrain d’entreprise (métallurgie)", date(2021, 1, 15), MilestoneState.THREATENED,
                first_due_on=date(2020, 9, 15), chain=("18 · E2 : trois vrais créneaux proposés (Loiret)",),
            ),
            milestone(4, "Premier effet mesuré, avec intervalle", date(2021, 6, 30), MilestoneState.COMING),
        ),
        values=(
            declared("Expérimentations lancées", "2", "sur 3"),
            declared("Places prises / places achetées", "72.1", "%", proof="", corrects="68,4 %"),
            declared("Dépense par stagiaire", "12694.5", "€"),
        ),
        risks=(risk("Le témoin n’est pas choisi", RiskLevel.HIGH), risk("Peu de sessions l’hiver", RiskLevel.LOW)),
    )  # fmt: skip


def round_of(*answers: ActionAnswer) -> RoundSnapshot:
    return RoundSnapshot(
        round_id=3, plan_code="essai", plan_title="Pacte d’essai 2019-2022", version_number=1,
        version_label="Plan initial", number=3, label="Tour de décembre 2020", asked="", topics=tuple(RoundTopic),
        opened_on=date(2020, 11, 2), due_on=date(2020, 12, 2), committee_on=MEETING, state=RoundState.CLOSED,
        opened_by="Claire Aubry", as_of=date(2020, 12, 2), closed_at=NOW, closed_by="Claire Aubry", answers=answers,
    )  # fmt: skip


def a_round() -> RoundSnapshot:
    return round_of(
        answer(1),
        answer(11, weather=Weather.ALERT, weather_word="Neuf inscrits sur quarante.", milestones=(
            milestone(9, "Cohorte VAE constituée", date(2020, 9, 28), MilestoneState.LATE),
        )),
        eighteen(),
        answer(23, person="", state=AnswerState.AWAITED, weather=Weather.NONE),
        answer(27, weather=Weather.MIXED, weather_word="Un territoire sur quatorze."),
    )  # fmt: skip


def before() -> RoundSnapshot:
    return round_of(answer(18, weather=Weather.GOOD), answer(27, weather=Weather.MIXED))


def cell(axis: str, action: int | None, stage: MoneyStage, euros: int, fund: Fund = Fund.PACT) -> MoneyCell:
    return MoneyCell(
        axis,
        None if action is None else ActionCode(action),
        2020,
        2020,
        Section.OPERATING,
        fund,
        "Région",
        stage,
        AmountSource.ACCOUNTING,
        euros * 100,
    )


def a_table(*cells: MoneyCell) -> PlanMoneyTable:
    told = cells or (
        cell("1", 1, MoneyStage.VOTED, 68_400_000),
        cell("1", 1, MoneyStage.COMMITTED, 57_120_000),
        cell("2", 18, MoneyStage.VOTED, 1_900_000),
        cell("2", 18, MoneyStage.COMMITTED, 1_214_300),
        cell("2", None, MoneyStage.COMMITTED, 40_445_700),
        cell("2", 18, MoneyStage.COMMITTED, 9_999_999, Fund.BASELINE),
    )
    return PlanMoneyTable(
        "essai", "Pacte d’essai", 2019, 2022, AS_OF, NOW,
        axes=tuple(
            AxisEnvelope(axis.code, axis.label, axis.title, cents)
            for axis, cents in zip(AXES, (12_549_000_000, 10_792_000_000, 1_757_000_000), strict=True)
        ),
        actions=((ActionCode(1), "Action numéro 1", "1"), (ActionCode(18), LONG_TITLE, "2")),
        cells=told,
    )  # fmt: skip


def some_added() -> Additionality:
    """Two axes, over 2019 and 2020, with places and entries; entries are hidden where few people entered."""
    cells = [
        _ordered("1", 2017, 9_000_000, Fund.BASELINE), _ordered("1", 2019, 9_100_000, Fund.BASELINE),
        _ordered("1", 2019, 4_000_000), _ordered("1", 2020, 6_500_000), _ordered("2", 2020, 1_214_300),
    ]  # fmt: skip
    few = AdditionalCounts(12, None, hides_entries=True)
    sums = AdditionalSums(
        cells={(2019, "1"): AdditionalCounts(800, 640), (2020, "1"): AdditionalCounts(1200, 990), (2020, "2"): few},
        years={2019: AdditionalCounts(800, 640), 2020: AdditionalCounts(1212, 999)},
        axes={"1": AdditionalCounts(2000, 1630), "2": few},
        overall=AdditionalCounts(2012, 1639),
    )
    return additionality_with_counts(compute_additionality(a_table(*cells)), sums)


def _ordered(axis: str, year: int, euros: int, fund: Fund = Fund.PACT) -> MoneyCell:
    return replace(cell(axis, None, MoneyStage.ORDERED, euros, fund), year=year, moved_in=year)


def some_proofs() -> dict[ActionCode, PackEvidence]:
    told = "calculé à partir des faits, au 9 décembre 2020 ; source : registre des places ; en chemin"
    filled = PackFigure("A18-E1", "Places prises / places achetées", "72,1 % (1 234 / 1 711)", Decimal("72.1215"), told)
    return {ActionCode(18): PackEvidence((filled,), "à fournir par Région : expérimentations évaluées"),
            ActionCode(23): PackEvidence((), "à fournir par porteur à désigner : freins levés")}  # fmt: skip


def decided(
    number: int, *steps: DecisionEventRow, due_on: date | None = None, check_on: date | None = None
) -> DecisionSummary:
    day = date(2020, 9, 24)
    return DecisionSummary(
        decision_id=number,
        number=number,
        text=f"Décision numéro {number} : garder les places perdues.",
        actions=(ActionCode(18),),
        owner="Julien Ferrand",
        owner_id=1,
        owner_body="Région",
        owner_body_id=1,
        decided_on=day,
        committee_number=2,
        committee_title="Comité de septembre",
        due_on=due_on,
        expected_effect="Une figure qui ne flatte pas.",
        check_on=check_on,
        status=decision_status(steps, taken_on=day, due_on=due_on, check_on=check_on, on=AS_OF),
        steps=steps,
    )


def step(kind: DecisionEventKind, on: date, note: str = "Un mot.", **given: object) -> DecisionEventRow:
    return DecisionEventRow(kind, on, datetime(on.year, on.month, on.day, 12, tzinfo=UTC), note, **given)  # type: ignore[arg-type]


def some_decisions() -> tuple[DecisionSummary, ...]:
    return (
        decided(4, due_on=date(2020, 11, 1)),
        decided(
            5, step(DecisionEventKind.DONE, date(2020, 10, 20)), due_on=date(2020, 10, 31), check_on=date(2020, 12, 1)
        ),
        decided(6, step(DecisionEventKind.ABANDONED, date(2020, 10, 20), "Le département ne suit pas.")),
    )


def a_committee(**given: object) -> CommitteeSummary:
    points = (
        AgendaPoint("Tour des actions en alerte", AgendaKind.DISCUSSION, "Claire Aubry", 30, ActionCode(11)),
        AgendaPoint("Cible de remplissage", AgendaKind.DECISION, "Julien Ferrand", 20, ActionCode(18)),
        AgendaPoint("Calendrier du marché 2021", AgendaKind.DECISION, "Hugo Caron", 15),
        AgendaPoint("Questions diverses"),
    )
    values: dict[str, object] = {
        "committee_id": 1, "number": 3, "title": "Comité de pilotage de décembre 2020", "held_on": MEETING,
        "starts_at": time(9, 30), "place": "Hôtel de Région, salle 3", "state": CommitteeState.PLANNED,
        "round_number": 3, "round_label": "Tour de décembre", "round_state": "closed", "points": 4, "decisions": 0,
        "pack_edition": 0, "frozen_at": None, "statement_number": None, "issued_at": None,
        "agenda": with_start_times(points, time(9, 30)),
    }  # fmt: skip
    return CommitteeSummary(**(values | given))  # type: ignore[arg-type]


def grounds(**given: object) -> PackSources:
    values: dict[str, object] = {
        "committee": a_committee(), "axes": AXES, "version": "Plan initial, en vigueur depuis le 19 novembre 2018",
        "round": a_round(), "before": before(), "money": a_table(), "decisions": some_decisions(),
        "last_met_on": date(2020, 9, 24), "as_of": AS_OF, "edition": 1, "synthetic": True, "proofs": some_proofs(),
        "added": some_added(),
    }  # fmt: skip
    return PackSources(**(values | given))  # type: ignore[arg-type]


def a_pack(**given: object) -> Pack:
    return build_pack(grounds(**given))
