"""Enums of finance: sections, funds, stages and sources, with their French labels."""

from __future__ import annotations

from enum import StrEnum


class Section(StrEnum):
    """Budget section of an expense. Staff is counted in full-time equivalents, outside any AE."""

    OPERATING = "operating"
    INVESTMENT = "investment"
    STAFF = "staff"


SECTION_LABELS = {
    Section.OPERATING: "Fonctionnement",
    Section.INVESTMENT: "Investissement",
    Section.STAFF: "Personnel, en ETP",
}


class Fund(StrEnum):
    """Origin of the money: the pact, the Region's own effort of 2017 (« socle »), another fund, or outside the pact."""

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


class MoneyStage(StrEnum):
    """Stages of money, never summed together. ``CREDITS`` is the ceiling of payments (CP), separate from the AE."""

    VOTED = "voted"
    ALLOCATED = "allocated"
    COMMITTED = "committed"
    RENDERED = "rendered"
    ORDERED = "ordered"
    PAID = "paid"
    CREDITS = "credits"
    RECEIPT_EXPECTED = "receipt_expected"
    RECEIPT_RECEIVED = "receipt_received"


SIX_STAGES = (
    MoneyStage.VOTED,
    MoneyStage.ALLOCATED,
    MoneyStage.COMMITTED,
    MoneyStage.RENDERED,
    MoneyStage.ORDERED,
    MoneyStage.PAID,
)
# Stages that an accounting extract can contain for a commitment.
EXPENSE_STAGES = (MoneyStage.COMMITTED, MoneyStage.RENDERED, MoneyStage.ORDERED, MoneyStage.PAID)

STAGE_LABELS = {
    MoneyStage.VOTED: "Voté",
    MoneyStage.ALLOCATED: "Affecté",
    MoneyStage.COMMITTED: "Engagé",
    MoneyStage.RENDERED: "Service fait",
    MoneyStage.ORDERED: "Mandaté",
    MoneyStage.PAID: "Payé",
    MoneyStage.CREDITS: "CP votés",
    MoneyStage.RECEIPT_EXPECTED: "Recette de l’État attendue",
    MoneyStage.RECEIPT_RECEIVED: "Recette de l’État encaissée",
}


class AmountSource(StrEnum):
    """Origin of an amount: typed by a person, or read from an accounting file."""

    DECLARED = "declared"
    ACCOUNTING = "accounting"


def ceiling_label(section: Section | None) -> str:
    """Return the term for the commitment ceiling: AE in operating, AP in investment; staff has neither."""
    return {Section.OPERATING: "AE", Section.INVESTMENT: "AP", Section.STAFF: "ETP", None: "AE et AP"}[section]


def money_stage_label(stage: MoneyStage, section: Section | None = None) -> str:
    """Return « Voté (AE) » or « Voté (AP) »; later stages have no ceiling."""
    if stage in (MoneyStage.VOTED, MoneyStage.ALLOCATED):
        return f"{STAGE_LABELS[stage]} ({ceiling_label(section)})"
    return STAGE_LABELS[stage]
