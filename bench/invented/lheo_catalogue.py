"""Generates a synthetic valid catalogue, reproducible for a given seed, for benchmarks and tests.

All data are fictitious: names, addresses and numbers are random, SIRET numbers only have a valid key.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import IO

from bench.invented.lheo_words import OCCUPATIONS, SENTENCES, STREETS, TOWNS, SampleOccupation

_OPENING = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<lheo xmlns="http://lheo.gouv.fr/2.3"'
    ' horodatage-export="2026-11-02T06:00:00+01:00">\n<offres>\n'
)
_CLOSING = (
    '</offres>\n<extras info="flux-intercarif"><extra info="date-export">20261102</extra>'
    '<extra info="heure-export">060000</extra></extras>\n</lheo>\n'
)
_FIRST_DAY = date(2026, 9, 1)
_PUBLICS = ("80006", "80007", "80009", "80010", "81031", "81024", "81020", "82044")
_PROVIDERS_FOR = 50


@dataclass(frozen=True, slots=True)
class _Place:
    siret: str
    name: str
    full: str
    short: str


def write_sample_catalogue(stream: IO[bytes], *, trainings: int, seed: int = 1) -> None:
    """Writes a complete valid LHÉO 2.3 catalogue, about 10 kB per training."""
    stream.write(_OPENING.encode())
    for part in sample_trainings(trainings=trainings, seed=seed):
        stream.write(part.encode())
    stream.write(_CLOSING.encode())


def sample_trainings(*, trainings: int, seed: int = 1) -> Iterator[str]:
    """Yields ``formation`` elements one by one."""
    chance = random.Random(seed)  # noqa: S311 - data for trials
    places = [_place(chance, rank) for rank in range(max(3, trainings // _PROVIDERS_FOR))]
    return (_training(chance, rank, places) for rank in range(trainings))


def _siret(chance: random.Random, rank: int) -> str:
    """A SIRET: nine digits with their key, then five with theirs."""
    siren = _with_luhn_key(f"{800_000_00 + rank % 1_000_000_0:08d}")
    return _with_luhn_key(f"{siren}{chance.randint(1, 40):04d}")


def _with_luhn_key(digits: str) -> str:
    total = 0
    for rank, sign in enumerate(reversed(digits)):
        value = int(sign) * (2 if rank % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return f"{digits}{-total % 10}"


def _place(chance: random.Random, rank: int) -> _Place:
    town, code, post, latitude, longitude = chance.choice(TOWNS)
    street = f"{chance.randint(1, 120)} {chance.choice(STREETS)}"
    short = f"<adresse><ligne>{street}</ligne><codepostal>{post}</codepostal><ville>{town}</ville></adresse>"
    full = (
        f"<adresse>\n<ligne>{street}</ligne>\n<codepostal>{post}</codepostal>\n<ville>{town}</ville>\n"
        f"<departement>{code[:2]}</departement>\n<code-INSEE-commune>{code}</code-INSEE-commune>\n"
        f"<region>24</region>\n<pays>FR</pays>\n<geolocalisation><latitude>{latitude}</latitude>"
        f"<longitude>{longitude}</longitude></geolocalisation>\n</adresse>"
    )
    return _Place(_siret(chance, rank), f"Centre de formation {town} {rank}", full, short)


def _text(chance: random.Random, sentences: int) -> str:
    return " ".join(chance.choices(SENTENCES, k=sentences))


def _training(chance: random.Random, rank: int, places: list[_Place]) -> str:
    occupation = chance.choice(OCCUPATIONS)
    provider = places[rank % len(places)]
    rncp = f"RNCP{30000 + rank % 9000}"
    certifying = rank % 4 != 3
    actions = "".join(
        _action(chance, rank, number, chance.choice(places), rncp if certifying else "")
        for number in range(1 if rank % 3 else 2)
    )
    certification = (
        f"<certification>\n<code-RNCP>{rncp}</code-RNCP>\n<code-CERTIFINFO>{80000 + rank % 9000}</code-CERTIFINFO>\n"
        "</certification>\n"
        if certifying
        else ""
    )
    return (
        f'<formation numero="24_F_{rank:07d}" datecrea="20260110" datemaj="202610{1 + rank % 28:02d}">\n'
        f'<domaine-formation>\n<code-FORMACODE ref="V14" tag="principal">{occupation.formacode}</code-FORMACODE>\n'
        f'<code-NSF>{occupation.nsf}</code-NSF>\n<code-ROME ref="V4">{occupation.rome}</code-ROME>\n'
        "</domaine-formation>\n"
        f"<intitule-formation>{occupation.title} (parcours {rank})</intitule-formation>\n"
        f"<objectif-formation>{_text(chance, 6)}</objectif-formation>\n"
        f"<resultats-attendus>{_text(chance, 4)}</resultats-attendus>\n"
        f"<contenu-formation>{_text(chance, 11)}</contenu-formation>\n"
        f"<certifiante>{int(certifying)}</certifiante>\n"
        "<contact-formation>\n<type-contact>4</type-contact>\n<coordonnees>\n"
        f"<nom>Accueil</nom>\n<telfixe><numtel>02 00 00 {rank % 100:02d} 00</numtel></telfixe>\n"
        "<courriel>accueil@organisme.example</courriel>\n</coordonnees>\n</contact-formation>\n"
        f"<parcours-de-formation>{1 + rank % 4}</parcours-de-formation>\n"
        f"<code-niveau-entree>{11 + rank % 4}</code-niveau-entree>\n"
        f"<objectif-general-formation>{6 if certifying else 5}</objectif-general-formation>\n{certification}"
        f"<code-niveau-sortie>{13 + rank % 3}</code-niveau-sortie>\n"
        f"<url-formation><urlweb>https://organisme.example/formations/{rank}</urlweb></url-formation>\n{actions}"
        f"{_responsible(provider, occupation)}</formation>\n"
    )


def _action(chance: random.Random, rank: int, number: int, place: _Place, rncp: str) -> str:
    permanent = (rank + number) % 3 == 0
    hours = 35 * chance.randint(2, 30)
    sessions = "".join(_session(chance, rank, number, order, place, rncp) for order in range(chance.randint(1, 3)))
    publics = "".join(
        f'<code-public-vise ref="V14">{code}</code-public-vise>\n' for code in sorted(chance.sample(_PUBLICS, 2))
    )
    return (
        f'<action numero="24_A_{rank:07d}_{number}" datecrea="20260110" datemaj="20261015">\n'
        f"<rythme-formation>Temps plein, {chance.randint(24, 35)} heures par semaine</rythme-formation>\n{publics}"
        "<info-public-vise>Demandeurs d’emploi orientés par un conseiller</info-public-vise>\n"
        "<niveau-entree-obligatoire>0</niveau-entree-obligatoire>\n"
        f"<modalites-alternance>{_text(chance, 1)}</modalites-alternance>\n"
        f"<modalites-enseignement>{rank % 2}</modalites-enseignement>\n"
        f"<conditions-specifiques>{_text(chance, 2)}</conditions-specifiques>\n"
        "<prise-en-charge-frais-possible>1</prise-en-charge-frais-possible>\n"
        '<lieu-de-formation tag="principal">\n'
        f"<SIRET-lieu-formation><SIRET>{place.siret}</SIRET></SIRET-lieu-formation>\n"
        f"<coordonnees>\n<nom>{place.name}</nom>\n{place.full}\n</coordonnees>\n</lieu-de-formation>\n"
        f"<modalites-entrees-sorties>{int(permanent)}</modalites-entrees-sorties>\n{sessions}"
        "<restauration>Salle de repas sur place</restauration>\n<hebergement>Foyer à 800 mètres</hebergement>\n"
        "<transport>Arrêt de bus devant le centre</transport>\n"
        "<acces-handicapes>Locaux accessibles, référent sur place</acces-handicapes>\n"
        "<langue-formation>FR</langue-formation>\n"
        f"<modalites-recrutement>{_text(chance, 1)}</modalites-recrutement>\n"
        "<modalites-pedagogiques>Ateliers, mises en situation, suivi individuel</modalites-pedagogiques>\n"
        "<frais-restants>Aucun</frais-restants>\n<code-perimetre-recrutement>3</code-perimetre-recrutement>\n"
        f"<prix-horaire-TTC>{8 + rank % 9},50</prix-horaire-TTC>\n<prix-total-TTC>{hours * 9}.00</prix-total-TTC>\n"
        f"<nombre-heures-centre>{hours}</nombre-heures-centre>\n"
        "<nombre-heures-entreprise>70</nombre-heures-entreprise>\n"
        f"<nombre-heures-total>{hours + 70}</nombre-heures-total>\n<conventionnement>1</conventionnement>\n"
        f"<organisme-formateur>\n<SIRET-formateur><SIRET>{place.siret}</SIRET></SIRET-formateur>\n"
        f"<raison-sociale-formateur>{place.name}</raison-sociale-formateur>\n</organisme-formateur>\n"
        f"<organisme-financeur>\n<code-financeur>2</code-financeur>\n"
        f"<nb-places-financees>{chance.randint(6, 16)}</nb-places-financees>\n"
        '<extras info="specificites"><extra info="programme-financeur">Programme régional</extra></extras>\n'
        "</organisme-financeur>\n"
        '<extras info="duree-hebdo"><extra info="duree-hebdo">35</extra></extras>\n</action>\n'
    )


def _session(chance: random.Random, rank: int, number: int, order: int, place: _Place, rncp: str) -> str:
    start = _FIRST_DAY + timedelta(days=chance.randint(0, 400))
    end = start + timedelta(days=chance.randint(20, 240))
    meeting = start - timedelta(days=30)
    reference = (
        f"<reference-certification><reference-code-RNCP>{rncp}</reference-code-RNCP></reference-certification>\n"
        if rncp
        else ""
    )
    return (
        f'<session numero="SE_{rank:07d}_{number}{order}" datecrea="20260110" datemaj="20261015">\n'
        f"<periode><debut>{start:%Y%m%d}</debut><fin>{end:%Y%m%d}</fin></periode>\n"
        f"<adresse-inscription>{place.short}</adresse-inscription>\n"
        f"<modalites-inscription>Auprès de votre conseiller</modalites-inscription>\n"
        f"<periode-inscription><periode><debut>{meeting:%Y%m%d}</debut><fin>{start:%Y%m%d}</fin></periode>"
        "</periode-inscription>\n"
        f"<etat-recrutement>{1 + (rank + order) % 3}</etat-recrutement>\n"
        "<recrutement>\n<modalite-recrutement>9</modalite-recrutement>\n<a-distance>0</a-distance>\n"
        f"<nb-places>12</nb-places>\n<periode><debut>{meeting:%Y%m%d}</debut><fin>{meeting:%Y%m%d}</fin></periode>\n"
        f"<heure-debut>09h30</heure-debut>\n<heure-fin>12h</heure-fin>\n</recrutement>\n{reference}</session>\n"
    )


def _responsible(provider: _Place, occupation: SampleOccupation) -> str:
    coordinates = f"<coordonnees>\n{provider.full}\n<courriel>contact@organisme.example</courriel>\n</coordonnees>"
    return (
        f'<organisme-formation-responsable numero="24_OR_{provider.siret[:9]}">\n'
        f"<numero-activite>24{provider.siret[:9]}</numero-activite>\n"
        f"<SIRET-organisme-formation><SIRET>{provider.siret}</SIRET></SIRET-organisme-formation>\n"
        f"<nom-organisme>{provider.name}</nom-organisme>\n<raison-sociale>{provider.name}</raison-sociale>\n"
        f"<coordonnees-organisme>{coordinates}</coordonnees-organisme>\n"
        f"<contact-organisme>{coordinates}</contact-organisme>\n"
        f'<potentiel><code-FORMACODE ref="V14">{occupation.formacode}</code-FORMACODE></potentiel>\n'
        "</organisme-formation-responsable>\n"
    )
