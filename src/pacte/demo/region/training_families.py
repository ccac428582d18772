"""Trainings taught by the invented providers, from ``training_families.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import zip_longest

from pacte.demo.stories.reader import read_story


@dataclass(frozen=True, slots=True)
class TrainingFamily:
    """``nature`` is that of ``offer``; ``level`` the LHÉO code of the target level; hours are per trainee.

    ``competences`` are the sentences « à la fin, vous saurez »; ``competence_codes``: the OGR code of each, in the same
    order, "" for none; ``competence_families``: that of each in a passport of competences. ``certification``: of a
    basic training, « RS5616 ».
    """

    key: str
    title: str
    nature: str
    rome: str
    nsf: str
    formacode: str
    level: int
    hours_centre: int
    hours_company: int
    weight: int
    in_shortage: bool = False
    competences: tuple[str, ...] = ()
    competence_codes: tuple[str, ...] = ()
    competence_families: tuple[str, ...] = ()
    certification: str = ""

    @property
    def coded_competences(self) -> tuple[tuple[str, str, str], ...]:
        """Each competence with its OGR code and its family; the last ones may have none."""
        columns = zip_longest(self.competences, self.competence_codes, self.competence_families, fillvalue="")
        return tuple(columns)

    @property
    def group(self) -> str:
        """« qualifying », « preparatory » or « basic »: determines the outcomes after training."""
        if self.nature == "certifying":
            return "qualifying"
        return "preparatory" if self.nature in ("remobilisation", "prequalifying") else "basic"


@dataclass(frozen=True, slots=True)
class TrainingFamilies:
    qualifying: tuple[TrainingFamily, ...]
    basic: tuple[TrainingFamily, ...]


@cache
def training_families() -> TrainingFamilies:
    return read_story("training_families", TrainingFamilies)
