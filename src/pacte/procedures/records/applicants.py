"""Who may apply to a procedure from outside. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pacte.kernel.actor import Role


class ApplicantKind(StrEnum):
    """The kind of body that applies."""

    COMMUNE = "commune"
    INTERCOMMUNAL_BODY = "intercommunal_body"
    FIRM = "firm"
    ASSOCIATION = "association"
    PROVIDER = "provider"
    AGENCY = "agency"
    PERSON = "person"


APPLICANT_KIND_LABELS = {
    ApplicantKind.COMMUNE: "une commune",
    ApplicantKind.INTERCOMMUNAL_BODY: "une intercommunalité",
    ApplicantKind.FIRM: "une entreprise",
    ApplicantKind.ASSOCIATION: "une association",
    ApplicantKind.PROVIDER: "un organisme de formation",
    ApplicantKind.AGENCY: "une agence d’emploi ou d’intérim",
    ApplicantKind.PERSON: "une personne",
}


@dataclass(frozen=True, slots=True)
class Applicants:
    """Who may apply. ``kinds``: by a link proved by e-mail; ``roles``: from an account, for its organisation.

    ``most_drafts``: drafts of one applicant that were begun and not sent. ``button``: what begins a request on the
    page of what it is about; a form that names a journey says it.
    """

    kinds: tuple[ApplicantKind, ...] = ()
    roles: frozenset[Role] = frozenset()
    most_drafts: int = 5
    button: str = ""

    @property
    def by_link(self) -> bool:
        return bool(self.kinds)
