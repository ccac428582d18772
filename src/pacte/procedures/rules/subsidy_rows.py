"""Essential data of a subsidy convention, in the national schema « SCDL subventions » 2.0. Pure.

Sources: décret n° 2017-779 du 5 mai 2017 (mandatory above 23 000 €, loi n° 2000-321, art. 10); arrêté du 17 novembre
2017; fields, patterns and values of the schema scdl/subventions (schema.data.gouv.fr, versions 2.0.x): commas, UTF-8,
ISO dates, a decimal point, one row a beneficiary. A row that breaks a rule of the schema is not written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pacte.procedures.records.applicants import ApplicantKind
from pacte.procedures.records.description import Procedure

MANDATORY_CENTS = 23_000_00
"""Above it, publishing is a duty; a Region that uses this file publishes every convention, and no column says which."""
MAX_TEXT = 256
_SIRET = re.compile(r"\d{14}")
_PERIOD = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(/[0-9]{4}-[0-9]{2}-[0-9]{2})?")
CASH = "aide en numéraire"
ONCE, BY_PARTS = "unique", "échelonné"


@dataclass(frozen=True, slots=True)
class SubsidyRow:
    """One convention, with one beneficiary, which is a body. ``until``: the last day of payment that is known.

    ``is_by_parts``: paid in several instalments. ``is_notified``: an aid notified to the European Commission, as the
    case says.
    """

    giver: str
    giver_siret: str
    signed_on: date
    reference: str
    receiver: str
    receiver_siret: str
    subject: str
    cents: int
    is_by_parts: bool
    until: date | None = None
    is_notified: bool = False

    def cells(self) -> dict[str, str]:
        """The cells by column, in the order of the schema."""
        period = self.signed_on.isoformat()
        if self.is_by_parts or (self.until and self.until != self.signed_on):
            period = f"{period}/{max(self.until or self.signed_on, self.signed_on).isoformat()}"
        return {
            "nomAttribuant": self.giver,
            "idAttribuant": self.giver_siret,
            "dateConvention": self.signed_on.isoformat(),
            "referenceDecision": self.reference,
            "nomBeneficiaire": self.receiver,
            "idBeneficiaire": self.receiver_siret,
            "rnaBeneficiaire": "",
            "objet": self.subject[:MAX_TEXT],
            "montant": f"{Decimal(self.cents) / 100:.2f}",
            "nature": CASH,
            "conditionsVersement": BY_PARTS if self.is_by_parts else ONCE,
            "datesPeriodeVersement": period,
            "idRAE": "",
            "notificationUE": "oui" if self.is_notified else "non",
            "pourcentageSubvention": "1",
            "dispositifAide": "",
        }


COLUMNS = tuple(SubsidyRow("", "", date.min, "", "", "", "", 0, is_by_parts=False).cells())


def broken_rules(cells: Mapping[str, str]) -> list[str]:
    """Returns the columns that the schema refuses; none for a row that may be written."""
    filled = ("nomAttribuant", "dateConvention", "nomBeneficiaire", "objet", "nature", "conditionsVersement")
    wrong = [name for name in filled if not cells[name].strip()]
    wrong += [name for name in ("idAttribuant", "idBeneficiaire") if not _SIRET.fullmatch(cells[name])]
    wrong += [name for name in ("objet", "conditionsVersement") if len(cells[name]) > MAX_TEXT]
    wrong += [] if Decimal(cells["montant"]) > 0 else ["montant"]
    wrong += [] if _PERIOD.fullmatch(cells["datesPeriodeVersement"]) else ["datesPeriodeVersement"]
    wrong += [] if cells["notificationUE"] in ("oui", "non") else ["notificationUE"]
    wrong += [] if Decimal("0.01") <= Decimal(cells["pourcentageSubvention"]) <= 1 else ["pourcentageSubvention"]
    return wrong


def gives_subsidies(procedure: Procedure) -> bool:
    """Returns True for a procedure that pays bodies, none of whose applicants is a person, and hides nothing."""
    kinds = procedure.applicants.kinds if procedure.applicants else ()
    return procedure.payments is not None and not procedure.is_sensitive and ApplicantKind.PERSON not in kinds
