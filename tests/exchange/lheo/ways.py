"""Ways to break a catalogue and their expected outcome: the table that the tests and the guide share.

Each way makes one change in a valid invented file. ``at`` is a text of the changed file, on the line that the defect
must give. It is empty when the file is refused as a whole.
"""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from tests.exchange.lheo.documents import catalogue, line_of

VALID = catalogue(3)
SPACE = "http://lheo.gouv.fr/2.3"


class Fate(StrEnum):
    REFUSED = "le fichier est refusé, rien n’entre"
    QUARANTINED = "la formation attend en quarantaine"
    NOTED = "la formation entre, avec un conseil"


@dataclass(frozen=True)
class Way:
    """``label`` is its line in the guide, ``code`` the rule expected in the defect."""

    label: str
    broken: bytes
    fate: Fate
    code: str
    line: int | None


def _swap(pattern: str, replacement: str) -> str:
    found, times = re.subn(pattern, lambda _: replacement, VALID, count=1, flags=re.S)
    assert times, pattern
    return found


def _text(label: str, fate: Fate, code: str, at: str, pattern: str, replacement: str) -> Way:
    broken = _swap(pattern, replacement)
    return Way(label, broken.encode(), fate, code, line_of(broken, at) if at else None)


def _bytes(label: str, code: str, broken: bytes, line: int | None = None) -> Way:
    return Way(label, broken, Fate.REFUSED, code, line)


def _refused(label: str, code: str, at: str, pattern: str, replacement: str) -> Way:
    return _text(label, Fate.REFUSED, code, at, pattern, replacement)


def _waits(label: str, code: str, at: str, pattern: str, replacement: str) -> Way:
    return _text(label, Fate.QUARANTINED, code, at, pattern, replacement)


def _noted(label: str, code: str, at: str, pattern: str, replacement: str) -> Way:
    return _text(label, Fate.NOTED, code, at, pattern, replacement)


def _zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, VALID)
    return out.getvalue()


def _latin() -> Way:
    broken = VALID.encode().replace("Électricien".encode(), "Électricien".encode("latin-1"), 1)
    return _bytes("des octets d’un autre encodage que celui qu’il annonce", "xml_broken", broken, _line("intitule"))


def _line(part: str) -> int:
    return line_of(VALID, part)


def _cut(label: str, size: int) -> Way:
    data = VALID.encode()[:size]
    return _bytes(label, "xml_broken", data, data.count(b"\n") + 1)


def _moved() -> Way:
    word = "<certifiante>1</certifiante>\n"
    broken = VALID.replace(word, "", 1).replace("<code-niveau-entree>", f"{word}<code-niveau-entree>", 1)
    return Way("un élément hors de son rang", broken.encode(), Fate.QUARANTINED, "wrong_order", line_of(broken, word))


def _twice(label: str, code: str, change: Callable[[str], str], at: str) -> Way:
    """The expected line is that of the second occurrence of ``at``, in the second training."""
    broken = change(VALID)
    second = broken.index("</formation>")
    line = broken[: broken.index(at, second)].count("\n") + 1
    return Way(label, broken.encode(), Fate.QUARANTINED, code, line)


_DEEP = "<extra>" * 300 + "</extra>" * 300

WAYS = (
    _bytes("un fichier vide", "file_empty", b""),
    _bytes("un document PDF", "file_type", b"%PDF-1.7\n"),
    _bytes("une page web", "file_type", b"<!DOCTYPE html><html><body/></html>"),
    _bytes("un catalogue EDOF", "edof", b'<lheo xmlns="https://www.of.moncompteformation.gouv.fr"/>'),
    _refused("une version de LHÉO qui n’est pas lue", "version", "", SPACE, "http://www.lheo.org/2.0"),
    _refused("pas d’espace de noms", "version", "", f' xmlns="{SPACE}"', ""),
    _refused(
        "un élément qui n’est pas « lheo » au début",
        "not_catalogue",
        "",
        "<lheo (.*)</lheo>",
        f'<offres xmlns="{SPACE}"/>',
    ),
    _refused("une déclaration DOCTYPE", "doctype", "", "<lheo ", '<!DOCTYPE lheo [<!ENTITY a "b">]><lheo '),
    _refused("un encodage annoncé qui n’est pas lu", "encoding", "", "UTF-8", "UTF-7"),
    _bytes("une archive .gz coupée", "archive_broken", gzip.compress(VALID.encode())[:900]),
    _bytes("une archive .zip de deux catalogues", "archive_content", _zipped("a.xml", "b.xml")),
    _latin(),
    _cut("un fichier coupé en son milieu", 9_000),
    _cut("un fichier coupé dans sa dernière balise", -4),
    _refused("une balise qui ferme un autre élément", "xml_broken", "</certifiant>", "</certifiante>", "</certifiant>"),
    _refused("une entité que rien ne définit", "xml_broken", "&eacute;", "<certifiante>1", "<certifiante>&eacute;"),
    _refused("un caractère interdit", "xml_broken", "\x01", "<certifiante>1", "<certifiante>\x01"),
    _refused(
        "un attribut donné deux fois", "xml_broken", 'datemaj="1"', 'datemaj="20261001"', 'datemaj="1" datemaj="2"'
    ),
    _refused("un préfixe que rien ne déclare", "xml_broken", "<x:nom>", "<nom>Accueil</nom>", "<x:nom>Accueil</x:nom>"),
    _refused("une esperluette nue", "xml_broken", "M & Mme", "<nom>Accueil", "<nom>M & Mme"),
    _refused("un chevron nu", "xml_broken", "moins de < 3", "<nom>Accueil", "<nom>moins de < 3"),
    _refused(
        "trois cents éléments emboîtés", "xml_broken", "<extra><extra>", '(?<=<extra info="duree-hebdo">)35', _DEEP
    ),
    _refused("du texte après la fin", "xml_broken", "fini", "</lheo>\n", "</lheo>\nfini"),
    _waits("un élément obligatoire manque", "missing_element", "<formation ", "<certifiante>1</certifiante>\n", ""),
    _waits("un élément au nom mal écrit", "unknown_element", "<name>", "<nom>Accueil</nom>", "<name>Accueil</name>"),
    _moved(),
    _waits("un élément répété", "too_many", "<formation ", "(?=<certifiante>)", "<certifiante>1</certifiante>"),
    _waits("un élément qui n’a pas sa place là", "misplaced_element", "<periode/>", "<nom>Accueil</nom>", "<periode/>"),
    _waits(
        "un élément d’un autre espace de noms", "namespace", "urn:x", "<nom>Acc.*?</nom>", '<x:nom xmlns:x="urn:x"/>'
    ),
    _waits(
        "du texte entre deux éléments",
        "stray_text",
        "<domaine-formation>",
        "<domaine-formation>",
        "<domaine-formation>mot",
    ),
    _waits("un attribut inconnu", "unknown_attribute", "couleur", "<certifiante>", '<certifiante couleur="bleu">'),
    _waits(
        "un Formacode sans sa version",
        "formacode_version",
        "<code-FORMACODE>",
        "<code-FORMACODE [^>]*>",
        "<code-FORMACODE>",
    ),
    _waits("un Formacode qui n’a pas 5 chiffres", "formacode", ">2406A<", ">24066<", ">2406A<"),
    _waits("un code NSF sans sa forme", "nsf", ">2BC<", ">255<", ">2BC<"),
    _waits("un code ROME sans sa forme", "rome", ">Z1602<", ">F1602<", ">Z1602<"),
    _waits("un code RNCP sans sa forme", "rncp", ">RNC-30000<", "<code-RNCP>RNCP30000<", "<code-RNCP>RNC-30000<"),
    _waits("un code que sa table n’a pas", "unknown_code", "<certifiante>7", "<certifiante>1", "<certifiante>7"),
    _waits("une modalité inconnue", "unknown_code", "enseignement>3", "enseignement>0", "enseignement>3"),
    _waits("une date qui n’existe pas", "date_unreal", ">20270230<", "<debut>20270410<", "<debut>20270230<"),
    _waits("une date écrite à la française", "date", ">10/04/2027<", "<debut>20270410<", "<debut>10/04/2027<"),
    _waits(
        "une période qui finit avant de commencer", "period_order", ">20280410<", "<debut>20270410<", "<debut>20280410<"
    ),
    _waits("un SIRET qui n’a pas 14 chiffres", "siret", ">8000000020017A<", ">80000000200173<", ">8000000020017A<"),
    _waits(
        "un SIRET faux pour l’organisme responsable",
        "siret_key",
        ">80000000000000<",
        "(?<=<SIRET-organisme-formation><SIRET>)[0-9]{14}",
        "80000000000000",
    ),
    _waits(
        "un texte obligatoire vide",
        "empty",
        "<objectif-formation/>",
        "<objectif-formation>.*?</objectif-formation>",
        "<objectif-formation/>",
    ),
    _waits("un texte trop long", "too_long", "<objectif-formation>", "(?<=<objectif-formation>)", "a" * 3000),
    _waits("un nombre écrit en lettres", "integer", ">douze<", "<nb-places>12<", "<nb-places>douze<"),
    _waits(
        "des heures à virgule", "integer", ">70,5<", "<nombre-heures-entreprise>70<", "<nombre-heures-entreprise>70,5<"
    ),
    _waits("un nombre de places négatif", "bounds", ">-1<", "<nb-places>12<", "<nb-places>-1<"),
    _twice(
        "un numéro de formation déjà pris",
        "number_twice",
        lambda text: text.replace("24_F_0000001", "24_F_0000000"),
        "<formation ",
    ),
    _twice(
        "un identifiant déjà pris",
        "id_twice",
        lambda text: text.replace("<certifiante>", '<certifiante id="c">'),
        "<certifiante ",
    ),
    _waits(
        "un numéro de session manque", "number_missing", "<session datecrea", '<session numero="[^"]*" ', "<session "
    ),
    _waits("un numéro de plus de 60 caractères", "number_too_long", "9" * 61, "24_A_0000000_0", "9" * 61),
    _waits(
        "un horodatage qui n’en est pas un",
        "instant",
        "hier",
        "<certifiante>",
        '<certifiante horodatage-creation="hier">',
    ),
    _noted("un prix écrit avec une espace entre les milliers", "number_read", ">9 450,00<", ">9450.00<", ">9 450,00<"),
    _noted(
        "des heures écrites avec une espace entre les milliers", "number_read", ">1\u202f050<", ">1050<", ">1\u202f050<"
    ),
    _noted("un prix qui n’est pas un nombre", "price", ">sur devis<", ">9450.00<", ">sur devis<"),
    _noted("un prix qui se lit de deux façons", "price", ">9,450<", ">9450.00<", ">9,450<"),
    _noted("une heure mal écrite", "hour", ">9:30<", ">09h30<", ">9:30<"),
    _noted(
        "une date de mise à jour qui n’existe pas",
        "date_attribute",
        "20261340",
        'datemaj="20261001"',
        'datemaj="20261340"',
    ),
    _noted("un tiret pour tout texte", "says_nothing", "attendus>-<", "attendus>.*?<", "attendus>-<"),
    _noted("des espaces pour tout texte", "says_nothing", "attendus>   <", "attendus>.*?<", "attendus>   <"),
    _noted(
        "« Non renseigné » pour tout texte", "says_nothing", "Non renseigné", "attendus>.*?<", "attendus>Non renseigné<"
    ),
    _noted("un texte abîmé par un changement d’encodage", "garbled", "Ã‰", "Électricien", "Ã\u2030lectricien Ã©"),
    _noted("une adresse électronique sans arobase", "unusual", ">accueil<", ">accueil@organisme.example<", ">accueil<"),
    _noted("un code postal en lettres", "unusual", ">ABCDE<", ">18000<", ">ABCDE<"),
    _noted("une latitude hors du globe", "unusual", ">470.1<", ">47.081012<", ">470.1<"),
    _noted(
        "une adresse web d’un autre genre",
        "unusual",
        "javascript:",
        "https://organisme.example/formations/0",
        "javascript:x",
    ),
    _noted(
        "certifiante, et aucune certification",
        "certification_missing",
        "<formation ",
        "<certification>.*?</certification>\n",
        "",
    ),
    _noted(
        "non certifiante, et une certification",
        "certification_odd",
        "<certification>",
        "<certifiante>1",
        "<certifiante>0",
    ),
    _noted(
        "une référence à une certification non déclarée",
        "certification_reference",
        ">RNCP1<",
        "<reference-code-RNCP>RNCP30000",
        "<reference-code-RNCP>RNCP1",
    ),
    _noted(
        "en présence, et aucun lieu", "modality", "enseignement>0", "<lieu-de-formation.*?</lieu-de-formation>\n", ""
    ),
    _noted(
        "un code financeur qui a changé de sens", "funder_renamed", "financeur>16<", "financeur>2<", "financeur>16<"
    ),
    _noted("un code obsolète", "obsolete_code", "financeur>1<", "financeur>2<", "financeur>1<"),
    _noted(
        "un SIRET faux pour un lieu", "siret_key_elsewhere", ">80000000000000<", ">80000000200173<", ">80000000000000<"
    ),
    _noted("un total d’heures qui n’est pas la somme", "hours", ">9999<", ">1120<", ">9999<"),
    _noted("un renvoi à un identifiant absent", "idref", "ailleurs", "<nom>", '<nom idref="ailleurs">'),
)


def guide_rows() -> list[str]:
    """Lines of the table of the guide. ``python -m tests.exchange.lheo.ways`` prints them."""
    return [f"| {way.label} | {way.fate} | `{way.code}` |" for way in WAYS]


if __name__ == "__main__":
    print("\n".join(guide_rows()))  # noqa: T201
