"""From a training as a tree to lines of COPY text, in the columns of ``offer.records.staging``.

Only trainings that the check found good come here: codes have their shape, mandatory elements are there.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.etree import _Element

from pacte.exchange.lheo import copy_text
from pacte.exchange.lheo.copy_text import EMPTY_ARRAY, EMPTY_LIST, EMPTY_OBJECT, NULL, codes, escaped, plain_json, texts
from pacte.exchange.lheo.skeleton import TAKEN_OUT_OF_ACTION, TAKEN_OUT_OF_TRAINING, packed, text_of

Group = dict[str, list[_Element]]
_PRIC = re.compile(r"\bPRIC\b|\bPACTE\b|pacte régional|investissement dans les compétences", re.I)
_PIC_PUBLIC = "81031"
_MOST_REMEMBERED = 50_000
_CERTIFICATION_KEYS = {
    "code-RNCP": "rncp",
    "code-RS": "rs",
    "code-CERTIFINFO": "certifinfo",
    "code-CPF": "cpf",
    "reference-code-FORMACODE": "formacode",
}


@dataclass(slots=True)
class Rows:
    """Lines of one training by staged table, without their end of line."""

    number: str
    training: str
    provider: str = ""
    sites: list[str] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    sessions: list[str] = field(default_factory=list)


class _Names(dict[str, str]):
    """« action » → « {http://…}action », made once each."""

    def __init__(self, namespace: str) -> None:
        super().__init__()
        self._namespace = namespace

    def __missing__(self, name: str) -> str:
        self[name] = f"{{{self._namespace}}}{name}"
        return self[name]


class Extractor:
    """Made for one file: providers and sites are told the first time that they are met."""

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace
        self._n = _Names(namespace)
        self._providers: set[str] = set()
        self._sites: dict[bytes, str] = {}
        self._taken_out = tuple(f"{{{namespace}}}{name}" for name in (*TAKEN_OUT_OF_TRAINING, *TAKEN_OUT_OF_ACTION))

    def siret_of(self, training: _Element) -> str:
        """SIRET of the provider; empty when it has none."""
        for responsible in training.iterchildren(self._n["organisme-formation-responsable"]):
            for siret in responsible.iter(self._n["SIRET"]):
                return (siret.text or "").strip()
        return ""

    def skip(self, training: _Element) -> None:
        """A training that entered before the reading was resumed: its provider was told."""
        self._providers.add(self.siret_of(training))

    def rows(self, training: _Element) -> Rows:
        """Empties the long texts of ``training``, which are in the lines."""
        n = self._n
        group = grouped(training)
        responsible = grouped(group[n["organisme-formation-responsable"]][0])
        siret = (responsible[n["SIRET-organisme-formation"]][0][0].text or "").strip()
        number = training.get("numero", "")
        rows = Rows(number, "")
        if siret not in self._providers:
            self._providers.add(siret)
            rows.provider = self._provider(siret, responsible)
        for action in group[n["action"]]:
            self._action(action, escaped(number), rows)
        columns = self._training(training, group, siret)
        for node in training.iter(*self._taken_out):
            node.text = None
        rest = text_of(training, self._namespace)
        digest = hashlib.blake2b(rest, digest_size=16)
        for line in (columns, *rows.actions):
            digest.update(line.encode())
        rows.training = f"{escaped(number)}\t{digest.hexdigest()}\t\\\\x{packed(rest).hex()}\t{columns}"
        return rows

    def _provider(self, siret: str, group: Group) -> str:
        n = self._n
        place = _inner(group, n["coordonnees-organisme"], n["coordonnees"])
        around = grouped(place) if place is not None else {}
        address = grouped(around[n["adresse"]][0]) if n["adresse"] in around else {}
        code = _inner(group, n["code-UAI-organisme-formation"], n["code-UAI"])
        return "\t".join(
            (
                siret,
                _text(group, n["numero-activite"]),
                _text(group, n["nom-organisme"]),
                _text(group, n["raison-sociale"]),
                escaped((code.text or "") if code is not None else ""),
                _text(address, n["codepostal"]),
                _text(address, n["ville"]),
                _text(address, n["code-INSEE-commune"]),
                self._phone(around),
                _text(around, n["courriel"]),
                self._first_url(around, n["web"]),
            )
        )

    def _training(self, training: _Element, group: Group, siret: str) -> str:
        n = self._n
        formacodes, nsf, rome, version = [], [], [], ""
        for node in group[n["domaine-formation"]][0]:
            tag, text = node.tag, node.text or ""
            if tag == n["code-FORMACODE"]:
                version = version or node.get("ref", "")
                formacodes.append(text)
            elif tag == n["code-NSF"]:
                nsf.append(text)
            elif tag == n["code-ROME"]:
                rome.append(text)
        return "\t".join(
            (
                siret,
                copy_text.day(training.get("datemaj", "")),
                _text(group, n["intitule-formation"]),
                _text(group, n["objectif-formation"]),
                _text(group, n["resultats-attendus"]),
                _text(group, n["contenu-formation"]),
                copy_text.yes(_text(group, n["certifiante"])),
                copy_text.whole(_text(group, n["parcours-de-formation"])),
                copy_text.whole(_text(group, n["code-niveau-entree"])),
                copy_text.whole(_text(group, n["code-niveau-sortie"])),
                copy_text.whole(_text(group, n["objectif-general-formation"])),
                version,
                codes(formacodes),
                codes(nsf),
                codes(rome),
                self._certifications(group),
                _text(group, n["identifiant-module"]),
                self._first_url(group, n["url-formation"]),
            )
        )

    def _certifications(self, group: Group) -> str:
        found = [
            {
                _CERTIFICATION_KEYS[name]: (node.text or "").strip()
                for node in each
                if (name := _local(node)) in _CERTIFICATION_KEYS
            }
            for each in group.get(self._n["certification"], ())
        ]
        return plain_json(found) if found else EMPTY_LIST

    def _action(self, action: _Element, training_number: str, rows: Rows) -> None:
        n = self._n
        group = grouped(action)
        number = escaped(action.get("numero", ""))
        main, others = self._places(group, rows)
        funders, programmes, financed = self._funders(group)
        publics = [node.text or "" for node in group[n["code-public-vise"]]]
        if _PIC_PUBLIC in publics or any(_PRIC.search(each) for each in programmes):
            programmes.append("PRIC")
        dates = [each[0].text or "" for each in group.get(n["date-information"], ())]
        columns = "\t".join(
            (
                main or NULL,
                codes(others) if others else EMPTY_ARRAY,
                copy_text.day(action.get("datemaj", "")),
                copy_text.whole(_text(group, n["modalites-entrees-sorties"])),
                copy_text.whole(_text(group, n["modalites-enseignement"])),
                _text(group, n["rythme-formation"]),
                _text(group, n["modalites-alternance"]),
                _text(group, n["conditions-specifiques"]),
                copy_text.yes(_text(group, n["niveau-entree-obligatoire"])),
                codes(publics),
                _text(group, n["info-public-vise"]),
                copy_text.whole(_text(group, n["nombre-heures-centre"])),
                copy_text.whole(_text(group, n["nombre-heures-entreprise"])),
                copy_text.whole(_text(group, n["nombre-heures-total"])),
                _text(group, n["duree-indicative"]),
                copy_text.cents(_text(group, n["prix-horaire-TTC"])),
                copy_text.cents(_text(group, n["prix-total-TTC"])),
                copy_text.yes(_text(group, n["prise-en-charge-frais-possible"])),
                _text(group, n["detail-conditions-prise-en-charge"]),
                _text(group, n["frais-restants"]),
                copy_text.yes(_text(group, n["conventionnement"])) if n["conventionnement"] in group else NULL,
                copy_text.whole(_text(group, n["duree-conventionnee"])),
                plain_json(funders) if funders else EMPTY_LIST,
                texts(programmes) if programmes else EMPTY_ARRAY,
                self._trainers(group),
                _text(group, n["acces-handicapes"]),
                _text(group, n["restauration"]),
                _text(group, n["hebergement"]),
                _text(group, n["transport"]),
                texts(node.text or "" for node in group[n["langue-formation"]])
                if n["langue-formation"] in group
                else EMPTY_ARRAY,
                _text(group, n["modalites-recrutement"]),
                _text(group, n["modalites-pedagogiques"]),
                codes(text.strip() for text in dates) if dates else EMPTY_ARRAY,
                self._address_as_object(group, n["adresse-information"]),
                self._first_url(group, n["url-action"]),
            )
        )
        rows.actions.append(f"{training_number}\t{number}\t{_digest(columns)}\t{columns}")
        sessions = group[n["session"]]
        for session in sessions:
            self._session(session, (training_number, number), main, financed if len(sessions) == 1 else None, rows)

    def _session(self, session: _Element, keys: tuple[str, str], site: str, financed: int | None, rows: Rows) -> None:
        n = self._n
        group = grouped(session)
        period = group[n["periode"]][0]
        start, end = (period[0].text or "").strip(), (period[1].text or "").strip()
        enrolment = group.get(n["periode-inscription"])
        enrol = enrolment[0][0] if enrolment else None
        places, minimum = self._places_told(group)
        columns = "\t".join(
            (
                site or NULL,
                copy_text.day(session.get("datemaj", "")),
                copy_text.day(start),
                copy_text.day(end),
                start + end,
                copy_text.day(enrol[0].text or "") if enrol is not None else NULL,
                copy_text.day(enrol[1].text or "") if enrol is not None else NULL,
                _text(group, n["modalites-inscription"]),
                copy_text.whole(_text(group, n["etat-recrutement"])),
                NULL if places is None else str(places),
                NULL if minimum is None else str(minimum),
                self._contact(group),
                self._blocks(group),
                self._first_url(group, n["url-session"]),
            )
        )
        number = escaped(session.get("numero", ""))
        # Places financed are those of the action: told of its only session, they change with the others, not with it.
        told = NULL if financed is None else str(financed)
        rows.sessions.append(f"{keys[0]}\t{keys[1]}\t{number}\t{_digest(columns)}\t{columns}\t{told}")

    def _places(self, group: Group, rows: Rows) -> tuple[str, list[str]]:
        """Key of the main place, keys of the others; a place met for the first time gives its line."""
        main = ""
        others: list[str] = []
        for place in group.get(self._n["lieu-de-formation"], ()):
            key = self._site(place, rows)
            if not main or (place.get("tag") == "principal" and not others):
                main, others = key, [*others, *([main] if main else [])]
            else:
                others.append(key)
        return main, others

    def _site(self, place: _Element, rows: Rows) -> str:
        told = hashlib.blake2b(etree.tostring(place, with_tail=False), digest_size=16).digest()
        key = self._sites.get(told)
        if key is None:
            if len(self._sites) > _MOST_REMEMBERED:
                self._sites.clear()
            line = self._site_line(place)
            key = _digest(line)
            self._sites[told] = key
            rows.sites.append(f"{key}\t{line}")
        return key

    def _site_line(self, place: _Element) -> str:
        n = self._n
        outer = grouped(place)
        around = grouped(outer[n["coordonnees"]][0])
        address = grouped(around[n["adresse"]][0]) if n["adresse"] in around else {}
        where = grouped(address[n["geolocalisation"]][0]) if n["geolocalisation"] in address else {}
        name = _text(address, n["denomination"]) or _text(around, n["nom"]) or _text(around, n["ligne"])
        lines = [node.text or "" for node in address.get(n["ligne"], ())]
        latitude = copy_text.degrees(_text(where, n["latitude"]), 90)
        longitude = copy_text.degrees(_text(where, n["longitude"]), 180)
        if NULL in (latitude, longitude):
            latitude = longitude = NULL
        siret = _inner(outer, n["SIRET-lieu-formation"], n["SIRET"])
        code = _inner(outer, n["code-UAI-lieu-formation"], n["code-UAI"])
        return "\t".join(
            (
                name,
                texts(lines) if lines else EMPTY_ARRAY,
                _text(address, n["codepostal"]),
                _text(address, n["ville"]),
                _text(address, n["code-INSEE-commune"]),
                latitude,
                longitude,
                escaped((siret.text or "") if siret is not None else ""),
                escaped((code.text or "") if code is not None else ""),
                self._phone(around),
                _text(around, n["courriel"]),
            )
        )

    def _funders(self, group: Group) -> tuple[list[dict[str, object]], list[str], int | None]:
        n = self._n
        funders: list[dict[str, object]] = []
        programmes: list[str] = []
        financed: int | None = None
        for each in group.get(n["organisme-financeur"], ()):
            funder: dict[str, object] = {}
            for node in each:
                if node.tag == n["code-financeur"]:
                    funder["code"] = int(node.text or 0)
                elif node.tag == n["nb-places-financees"]:
                    funder["places"] = int(node.text or 0)
                    financed = (financed or 0) + int(node.text or 0)
                else:
                    told = next(_told(node, "programme-financeur"), "")[:200]
                    if told:
                        funder["programme"] = told
                        programmes += [told] if told not in programmes else []
            funders.append(funder)
        return funders, programmes, financed

    def _trainers(self, group: Group) -> str:
        found = [
            {"siret": each[0][0].text or "", "name": each[1].text or ""}
            for each in group.get(self._n["organisme-formateur"], ())
        ]
        return plain_json(found) if found else EMPTY_LIST

    def _places_told(self, group: Group) -> tuple[int | None, int | None]:
        """Places and minimum size, as far as the file tells them: capacity of a cycle first, then recruitment."""
        n = self._n
        capacity = _wholes(group, n["cycle"], n["capacite-simultanee"]) or _wholes(
            group, n["cycle"], n["capacite-cumulee"]
        )
        recruited = _wholes(group, n["recrutement"], n["nb-places"])
        minimum = _wholes(group, n["cycle"], n["effectif-minimal"])
        places = sum(capacity) if capacity else max(recruited, default=None)
        return places, (sum(minimum) if minimum else None)

    def _contact(self, group: Group) -> str:
        n = self._n
        contacts = group.get(n["contact-session"])
        if not contacts:
            return EMPTY_OBJECT
        inside = next(contacts[0].iterchildren(n["coordonnees"]), None)
        around = grouped(inside) if inside is not None else {}
        names = (_raw(around, n[name]) for name in ("civilite", "prenom", "nom"))
        phone = _inner(around, n["telfixe"], n["numtel"])
        found = {
            "name": " ".join(name for name in names if name),
            "phone": (phone.text or "") if phone is not None else "",
            "email": _raw(around, n["courriel"]),
        }
        return plain_json({key: value for key, value in found.items() if value})

    def _blocks(self, group: Group) -> str:
        n = self._n
        found = [
            {"code": block[1].text or "", "label": block[0].text or ""}
            for each in group.get(n["blocs-competences"], ())
            for block in each.iterchildren(n["bloc-competences"])
        ]
        return plain_json(found) if found else EMPTY_LIST

    def _address_as_object(self, group: Group, tag: str) -> str:
        n = self._n
        inside = _inner(group, tag, n["adresse"])
        if inside is None:
            return EMPTY_OBJECT
        address = grouped(inside)
        return plain_json(
            {
                "lines": [node.text or "" for node in address.get(n["ligne"], ())],
                "postal_code": _raw(address, n["codepostal"]),
                "town": _raw(address, n["ville"]),
            }
        )

    def _phone(self, around: Group) -> str:
        for kind in ("telfixe", "portable"):
            node = _inner(around, self._n[kind], self._n["numtel"])
            if node is not None:
                return escaped(node.text or "")
        return ""

    def _first_url(self, group: Group, tag: str) -> str:
        node = _inner(group, tag, self._n["urlweb"])
        return escaped(node.text or "") if node is not None else ""


def grouped(element: _Element) -> Group:
    """Children by tag, in order."""
    found: Group = {}
    for child in element:
        tag = child.tag
        if tag in found:
            found[tag].append(child)
        else:
            found[tag] = [child]
    return found


def _raw(group: Group, tag: str) -> str:
    return (group[tag][0].text or "") if tag in group else ""


def _text(group: Group, tag: str) -> str:
    return escaped(group[tag][0].text or "") if tag in group else ""


def _inner(group: Group, tag: str, inner: str) -> _Element | None:
    return next(group[tag][0].iterchildren(inner), None) if tag in group else None


def _wholes(group: Group, tag: str, inner: str) -> list[int]:
    return [int(node.text or 0) for each in group.get(tag, ()) for node in each.iterchildren(inner)]


def _told(extras: _Element, info: str) -> Iterator[str]:
    """Texts of the « extra » elements of this « info »."""
    for node in extras.iter(etree.Element):
        if node.get("info") == info and node.text:
            yield node.text.strip()


def _local(node: _Element) -> str:
    return str(node.tag).rpartition("}")[2]


def _digest(line: str) -> str:
    return hashlib.blake2b(line.encode(), digest_size=16).hexdigest()
