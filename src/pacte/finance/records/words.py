"""Sections, funds and stages of money, in the words of the trade."""

from __future__ import annotations

from enum import StrEnum


class Section(StrEnum):
    """Where an expense stands in the budget. Staff is counted in full-time equivalents, outside any AE."""

    OPERATING = "operating"
    INVESTMENT = "investment"
    STAFF = "staff"


SECTION_LABELS = {
    Section.OPERATING: "Fonctionnement",
    Section.INVESTMENT: "Investissement",
    Section.STAFF: "Personnel, en ETP",
}


class Fund(StrEnum):
    """Whose money: the pact's, the Region's own effort of 2017 (« socle »), another, or outside the pact's funding."""

    PACT = "pact"
    BASELINE = "baseline"
    OTHER = "other"
    OUTSIDE = "outside"


FUND_LABELS = {
    Fund.PACT: "Pacte",
    Fund.BASELINE: "Socle de la Région",
    Fund.OTHER: "Autre fonds",
    Fund.OUTSIDE: "Hors financements du pacte",
}


class Stage(StrEnum):
    """Stages of money, never added to one another. ``CREDITS`` is the ceiling of payments (CP), apart from the AE."""

    VOTED = "voted"
    ALLOCATED = "allocated"
    COMMITTED = "committed"
    RENDERED = "rendered"
    ORDERED = "ordered"
    PAID = "paid"
    CREDITS = "credits"
    RECEIPT_EXPECTED = "receipt_expected"
    RECEIPT_RECEIVED = "receipt_received"


SIX_STAGES = (Stage.VOTED, Stage.ALLOCATED, Stage.COMMITTED, Stage.RENDERED, Stage.ORDERED, Stage.PAID)
# What an accounting extract says of a commitment.
EXPENSE_STAGES = (Stage.COMMITTED, Stage.RENDERED, Stage.ORDERED, Stage.PAID)
RECEIPT_STAGES = (Stage.RECEIPT_EXPECTED, Stage.RECEIPT_RECEIVED)

STAGE_LABELS = {
    Stage.VOTED: "Voté",
    Stage.ALLOCATED: "Affecté",
    Stage.COMMITTED: "Engagé",
    Stage.RENDERED: "Service fait",
    Stage.ORDERED: "Mandaté",
    Stage.PAID: "Payé",
    Stage.CREDITS: "CP votés",
    Stage.RECEIPT_EXPECTED: "Recette de l’État attendue",
    Stage.RECEIPT_RECEIVED: "Recette de l’État encaissée",
}


class Source(StrEnum):
    """Where an amount comes from: typed by a person, or read in an accounting file."""

    DECLARED = "declared"
    ACCOUNTING = "accounting"


def ceiling_word(section: Section | None) -> str:
    """What may be committed is called AE in operating, AP in investment; staff has neither."""
    return {Section.OPERATING: "AE", Section.INVESTMENT: "AP", Section.STAFF: "ETP", None: "AE et AP"}[section]


def stage_label(stage: Stage, section: Section | None = None) -> str:
    """« Voté (AE) », « Voté (AP) »; the later stages bear no ceiling."""
    if stage in (Stage.VOTED, Stage.ALLOCATED):
        return f"{STAGE_LABELS[stage]} ({ceiling_word(section)})"
    return STAGE_LABELS[stage]
