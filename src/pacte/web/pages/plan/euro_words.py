"""French words of « Suivre un euro »: its parts, the sentence that answers, the drawing and its table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pacte.indicators.records.euro import (
    EMPTY_SEATING,
    UNKNOWN_SEATING,
    UNKNOWN_SITUATIONS,
    AfterTraining,
    CertificationOutcome,
    EuroPart,
    EuroStage,
    EuroStep,
    FollowedEuro,
    Seating,
)
from pacte.kernel.french import format_number, pluralise
from pacte.kernel.money import format_amount
from pacte.web.charts.euro import DrawnPart, DrawnStage, EuroFill
from pacte.web.tables import Column, Table, cell, number_cell, number_column

_PARTS: dict[str, tuple[str, EuroFill]] = {
    Seating.TAKEN: ("places prises", EuroFill.USEFUL),
    Seating.LOST: ("places perdues", EuroFill.LOST),
    Seating.CLOSED: ("places pas ouvertes", EuroFill.LOST),
    Seating.FREE: ("places restées libres", EuroFill.LOST),
    Seating.UNTOLD: ("places non dites", EuroFill.UNKNOWN),
    CertificationOutcome.WHOLE: ("certification entière", EuroFill.USEFUL),
    CertificationOutcome.BLOCK: ("un ou plusieurs blocs", EuroFill.PARTLY),
    CertificationOutcome.NEITHER: ("ni l’une ni l’autre", EuroFill.BLANK),
    CertificationOutcome.NOT_AIMED: ("formation non certifiante", EuroFill.THIRD),
    CertificationOutcome.NOT_DUE: ("jury à venir", EuroFill.UNKNOWN),
    AfterTraining.IN_JOB: ("en emploi", EuroFill.USEFUL),
    AfterTraining.WITHOUT_JOB: ("sans emploi", EuroFill.BLANK),
    AfterTraining.NO_ANSWER: ("pas de réponse", EuroFill.UNKNOWN),
    AfterTraining.NOT_ASKED: ("rien d’enregistré", EuroFill.UNKNOWN),
}
# Two stages have a part that is not due yet.
_NOT_DUE_YET = ("pas encore demandé", EuroFill.UNKNOWN)
_BUYER_FILLS = (EuroFill.USEFUL, EuroFill.SECOND, EuroFill.THIRD)
_STEP_LABELS = {
    EuroStep.BOUGHT: "Acheté par",
    EuroStep.SEATED: "Places",
    EuroStep.AWARDED: "Personnes",
    EuroStep.WORKING: "Six mois après",
}
_CARRIED = "places vides, restées dans l’euro"
_CARRIED_UNTOLD = "places vides ou non dites, restées dans l’euro"


@dataclass(frozen=True, slots=True)
class WordedEuro:
    """``funders``: name of each buyer by its code."""

    euro: FollowedEuro
    funders: Mapping[str, str]

    @property
    def answer(self) -> str:
        """« Sur un euro, 42 centimes mènent à un emploi à six mois. 24 centimes ont payé des places vides. … »."""
        working, seated = self.euro.stage(EuroStep.WORKING), self.euro.stage(EuroStep.SEATED)
        job, empty = working.cents_of(AfterTraining.IN_JOB), seated.cents_of(*EMPTY_SEATING)
        unknown = working.cents_of(*UNKNOWN_SITUATIONS) + seated.cents_of(*UNKNOWN_SEATING)
        sentences = [
            f"Sur un euro, {_cents_words(job)} {'mène' if job <= 1 else 'mènent'} à un emploi à six mois.",
            f"{_cents_words(empty)} {'a' if empty <= 1 else 'ont'} payé des places vides." if empty else "",
            f"Pour {_cents_words(unknown)}, on ne sait pas." if unknown else "",
        ]
        return " ".join(filter(None, sentences))

    def drawn_stages(self) -> tuple[DrawnStage, ...]:
        """For readers who see people."""
        return tuple(
            DrawnStage(self._heading(each.step), tuple(self._drawn_parts(each)), tuple(self._carried(each)))
            for each in self.euro.stages
        )

    def _heading(self, step: EuroStep) -> str:
        return {
            EuroStep.BOUGHT: f"1,00 €, sur {format_amount(round(self.euro.cents / 100) * 100)}",
            EuroStep.SEATED: pluralise(self.euro.sessions, "session"),
            EuroStep.AWARDED: pluralise(self.euro.people, "personne"),
            EuroStep.WORKING: "six mois après",
        }[step]

    def _drawn_parts(self, stage: EuroStage) -> Iterable[DrawnPart]:
        for rank, part in enumerate(stage.parts):
            label, fill = self._label_and_fill(stage.step, part.code, rank)
            goes_on = stage.step is not EuroStep.SEATED or part.code == Seating.TAKEN
            text = label if part.count is None or not part.count else f"{label} : {format_number(part.count)}"
            yield DrawnPart(fill, part.cents, _euros_text(part.cents), text, goes_on)

    def _carried(self, stage: EuroStage) -> Iterable[DrawnPart]:
        seated = self.euro.stage(EuroStep.SEATED)
        parts = (
            (EuroFill.LOST, seated.cents_of(*EMPTY_SEATING), "places vides"),
            (EuroFill.UNKNOWN, seated.cents_of(*UNKNOWN_SEATING), "places non dites"),
        )
        for fill, cents, label in parts if stage.carried else ():
            if cents:
                yield DrawnPart(fill, cents, _euros_text(cents), label)

    def _label_and_fill(self, step: EuroStep, code: str, rank: int) -> tuple[str, EuroFill]:
        if step is EuroStep.BOUGHT:
            return self.funders.get(code, "acheteur non dit"), _BUYER_FILLS[min(rank, len(_BUYER_FILLS) - 1)]
        if step is EuroStep.WORKING and code == AfterTraining.NOT_DUE:
            return _NOT_DUE_YET
        return _PARTS[code]

    def table(self, *, sees_people: bool) -> Table[tuple[EuroStage, EuroPart | None]]:
        """One row a part of each stage; what did not reach the stage has its row, so that each adds up to a euro.

        Only who bought, for readers who do not see people.
        """
        stages = self.euro.stages if sees_people else self.euro.stages[:1]
        rows: list[tuple[EuroStage, EuroPart | None]] = []
        for stage in stages:
            rows += [(stage, part) for part in stage.parts]
            rows += [(stage, None)] if stage.carried else []
        return Table(
            rows,
            Column("Étape", lambda row: _STEP_LABELS[row[0].step]),
            Column("Ce que devient l’euro", lambda row: self._row_label(*row)),
            number_column("Centimes", lambda row: number_cell(row[1].cents if row[1] else row[0].carried)),
            number_column("Places ou personnes", lambda row: number_cell(row[1].count if row[1] else None))
            if sees_people
            else None,
            id="table-euro",
            caption="Un euro, étape par étape, en centimes",
        )  # fmt: skip

    def _row_label(self, stage: EuroStage, part: EuroPart | None) -> object:
        if part is not None:
            rank = stage.parts.index(part)
            return self._label_and_fill(stage.step, part.code, rank)[0]
        untold = self.euro.stage(EuroStep.SEATED).cents_of(*UNKNOWN_SEATING)
        return cell(_CARRIED_UNTOLD if untold else _CARRIED)

    @property
    def description(self) -> str:
        """The whole drawing in sentences, for screen readers."""
        stages = self.drawn_stages()
        return " ".join(
            f"{stage.heading} : {', '.join(f'{part.amount} {part.text}' for part in stage.parts)}." for stage in stages
        )


def _euros_text(cents: int) -> str:
    return f"{cents / 100:.2f} €".replace(".", ",")


def _cents_words(cents: int) -> str:
    return pluralise(cents, "centime")
