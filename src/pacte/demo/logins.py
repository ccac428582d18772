"""One invented person per role, to try each of them. Names are made up; e-mails are not deliverable."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.kernel.actor import Role

# Public on purpose: the demonstration contains no real data.
PASSWORD = "demonstration-du-pacte"  # noqa: S105


@dataclass(frozen=True, slots=True)
class DemoLogin:
    email: str
    first_name: str
    last_name: str
    role: Role
    body: str
    service: str = ""
    leads: tuple[int, ...] = ()


LOGINS = (
    DemoLogin("administration@pacte.example", "Anne", "Lemaire", Role.ADMINISTRATOR, "region"),
    DemoLogin("pilote@pacte.example", "Claire", "Aubry", Role.REGION_PILOT, "region", "DFP"),
    DemoLogin("porteur@pacte.example", "Julien", "Ferrand", Role.ACTION_LEAD, "region", "DFP", (1, 2, 21, 37, 38)),
    DemoLogin("porteur-dpof@pacte.example", "Nadia", "Morin", Role.ACTION_LEAD, "region", "DPOF", (8, 9)),
    DemoLogin("porteur-etat@pacte.example", "Marc", "Delorme", Role.ACTION_LEAD, "etat", "DIRECCTE", (16, 17)),
    DemoLogin(
        "porteur-observatoire@pacte.example", "Sonia", "Petit", Role.ACTION_LEAD, "gip-alfa-centre", "", (33, 34)
    ),
    DemoLogin("partenaire@pacte.example", "Yves", "Garnier", Role.PARTNER, "france-travail"),
    DemoLogin("organisme@pacte.example", "Karim", "Bessières", Role.PROVIDER, "metal-formation-berry"),
    DemoLogin("conseil@pacte.example", "Aïssata", "Diallo", Role.ADVISER, "mission-locale-de-vierzon"),
    DemoLogin("pole-emploi@pacte.example", "Samira", "Lambert", Role.ADVISER, "pole-emploi-du-cher"),
    DemoLogin("cap-emploi@pacte.example", "Élodie", "Marchand", Role.ADVISER, "cap-emploi-du-cher"),
    DemoLogin("departement@pacte.example", "Thomas", "Leroux", Role.ADVISER, "conseil-departemental-du-cher"),
    DemoLogin("penitentiaire@pacte.example", "Rachel", "Vidal", Role.ADVISER, "service-penitentiaire-du-cher"),
    DemoLogin("analyste@pacte.example", "Lina", "Rousseau", Role.ANALYST, "gip-alfa-centre"),
    DemoLogin("acheteur@pacte.example", "Hugo", "Caron", Role.BUYER, "region", "DFP"),
    DemoLogin("acheteur-second@pacte.example", "Mireille", "Faure", Role.BUYER, "region", "DFP"),
    DemoLogin("finances@pacte.example", "Odile", "Vasseur", Role.FINANCE_OFFICER, "region"),
    DemoLogin("etat@pacte.example", "Paul", "Renard", Role.STATE_READER, "etat"),
    DemoLogin("audit@pacte.example", "Irène", "Blanchard", Role.AUDITOR, "region"),
    DemoLogin("visite@pacte.example", "Sami", "Colin", Role.VISITOR, "opco"),
)
