"""The desks, each for some roles. Who has several roles chooses one, which their session remembers. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from pacte.kernel.actor import Actor, Role

DESK_PARAM = "bureau"


@dataclass(frozen=True, slots=True)
class Desk:
    """``view`` is the name of the page that is this desk; "" for the general one, which reads what its roles may.

    ``without_plan``: the page of the general one while no plan is in force.
    """

    key: str
    label: str
    roles: frozenset[Role]
    view: str = ""
    without_plan: str = "plan:main"


# In the order in which they open, for who has several.
DESKS = (
    Desk("pilotage", "Pilotage", frozenset({Role.REGION_PILOT}), "rounds:desk"),
    Desk("actions", "Mes actions", frozenset({Role.ACTION_LEAD}), "rounds:desk"),
    Desk("conseil", "Conseil", frozenset({Role.ADVISER}), "advisers:desk"),
    Desk("achats", "Achats", frozenset({Role.BUYER}), without_plan="sessions:home"),
    Desk("formation", "Formation", frozenset({Role.PROVIDER}), without_plan="sessions:home"),
    Desk("finances", "Finances", frozenset({Role.FINANCE_OFFICER})),
    Desk("etat", "État", frozenset({Role.STATE_READER})),
    Desk("analyse", "Analyse", frozenset({Role.ANALYST})),
    Desk("controle", "Contrôle", frozenset({Role.AUDITOR})),
    Desk("comptes", "Comptes", frozenset({Role.ADMINISTRATOR})),
    Desk("partenaire", "Partenaire", frozenset({Role.PARTNER})),
    Desk("lecture", "Lecture", frozenset({Role.VISITOR})),
)
GENERAL = Desk("lecture", "Lecture", frozenset(Role))


def desks_of(actor: Actor) -> tuple[Desk, ...]:
    """Desks of the actor's roles; one page counts once."""
    own = [each for each in DESKS if actor.has_role(*each.roles)]
    return tuple(
        each for rank, each in enumerate(own) if not each.view or each.view not in {desk.view for desk in own[:rank]}
    )


def chosen_desk(actor: Actor, wanted: str) -> Desk:
    """The wanted desk if it is one of the actor's, else the first; the general one without any role."""
    own = desks_of(actor)
    return next((each for each in own if each.key == wanted), own[0] if own else GENERAL)
