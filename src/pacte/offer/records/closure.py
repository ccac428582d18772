"""Preview of the trainings that a full catalogue would close. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.kernel.errors import ValidationError
from pacte.kernel.french import apply_french_spacing, format_number, pluralise


@dataclass(frozen=True, slots=True)
class ClosurePreview:
    """``count`` of the ``open_count`` trainings that the sender may close are not in its file. ``shown``: examples."""

    count: int
    open_count: int
    shown: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """« Ce catalogue complet fermerait 2 177 des 2 183 formations ouvertes. »"""
        return apply_french_spacing(
            f"Ce catalogue complet fermerait {format_number(self.count)} des "
            f"{pluralise(self.open_count, 'formation ouverte', 'formations ouvertes')}."
        )

    @property
    def others(self) -> str:
        """« et 2 172 autres »; empty when all are shown."""
        more = self.count - len(self.shown)
        return f"et {pluralise(more, 'autre')}" if more else ""

    @property
    def examples(self) -> str:
        return apply_french_spacing(" ; ".join(each for each in (*self.shown, self.others) if each) + ".")


class LargeClosure(ValidationError):
    """The file would close too many trainings without agreement: nothing was written."""

    def __init__(self, closing: ClosurePreview, hint: str) -> None:
        super().__init__(
            "closes_many",
            closing.sentence,
            f"Entre autres : {closing.examples} Rien n’a été importé.",
            apply_french_spacing(hint),
        )
