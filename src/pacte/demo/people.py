"""One invented person per role, to try each of them. Names are made up; e-mails are not deliverable."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.kernel.actor import Role

# Public on purpose: the demonstration contains no real data.
PASSWORD = "demonstration-du-pacte"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Login:
    email: str
    first_name: str
    last_name: str
    role: Role
    body: str
    service: str = ""
    leads: tuple[int, ...] = ()


LOGINS = (
    Login("administration@pacte.example", "Anne", "Lemaire", Role.ADMINISTRATOR, "region"),
    Login("pilote@pacte.example", "Claire", "Aubry", Role.REGION_PILOT, "region", "DFP"),
    Login("porteur@pacte.example", "Julien", "Ferrand", Role.ACTION_LEAD, "region", "DFP", (1, 2, 21, 37, 38)),
    Login("porteur-dpof@pacte.example", "Nadia", "Morin", Role.ACTION_LEAD, "region", "DPOF", (8, 9)),
    Login("porteur-etat@pacte.example", "Marc", "Delorme", Role.ACTION_LEAD, "etat", "DIRECCTE", (16, 17)),
    Login("porteur-observatoire@pacte.example", "Sonia", "Petit", Role.ACTION_LEAD, "gip-alfa-centre", "", (33, 34)),
    Login("partenaire@pacte.example", "Yves", "Garnier", Role.PARTNER, "france-travail"),
    Login("organisme@pacte.example", "Karim", "Bessières", Role.PROVIDER, "metal-formation-berry"),
    Login("conseil@pacte.example", "Aïssata", "Diallo", Role.ADVISER, "mission-locale-de-vierzon"),
    Login("pole-emploi@pacte.example", "Samira", "Lambert", Role.ADVISER, "pole-emploi-du-cher"),
    Login("cap-emploi@pacte.example", "Élodie", "Marchand", Role.ADVISER, "cap-emploi-du-cher"),
    Login("departement@pacte.example", "Thomas", "Leroux", Role.ADVISER, "conseil-departemental-du-cher"),
    Login("penitentiaire@pacte.example", "Rachel", "Vidal", Role.ADVISER, "service-penitentiaire-du-cher"),
    Login("analyste@pacte.example", "Lina", "Rousseau", Role.ANALYST, "gip-alfa-centre"),
    Login("acheteur@pacte.example", "Hugo", "Caron", Role.BUYER, "region", "DFP"),
    Login("acheteur-second@pacte.example", "Mireille", "Faure", Role.BUYER, "region", "DFP"),
    Login("finances@pacte.example", "Odile", "Vasseur", Role.FINANCE_OFFICER, "region"),
    Login("etat@pacte.example", "Paul", "Renard", Role.STATE_READER, "etat"),
    Login("audit@pacte.example", "Irène", "Blanchard", Role.AUDITOR, "region"),
    Login("visite@pacte.example", "Sami", "Colin", Role.VISITOR, "opco"),
)
