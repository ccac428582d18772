"""Converts a training tree to lines of COPY text, in the columns of ``offer.records.staging``.

Only for trainings that passed the check: codes are well formed and mandatory elements are present.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml.etree import _Element

from pacte.exchange.lheo import copy_text
from pacte.exchange.lheo.copy_text import EMPTY_ARRAY, EMPTY_LIST, EMPTY_OBJECT, NULL, codes, escaped, plain_json, texts
from pacte.exchange.lheo.extract_places import Places
from pacte.exchange.lheo.nodes import (
    Group,
    Names,
    grouped,
    inner_of,
    local_name,
    raw_in,
    short_digest,
    text_in,
    texts_told,
    wholes_in,
)
from pacte.exchange.lheo.skeleton import TAKEN_OUT_OF_ACTION, TAKEN_OUT_OF_TRAINING, packed, text_of

_PRIC = re.compile(r"\bPRIC\b|\bPACTE\b|pacte régional|investissement dans les compétences", re.I)
_PIC_PUBLIC = "81031"
_CERTIFICATION_KEYS = {
    "code-RNCP": "rncp",
    "code-RS": "rs",
    "code-CERTIFINFO": "certifinfo",
    "code-CPF": "cpf",
    "reference-code-FORMACODE": "formacode",
}


@dataclass(slots=True)
class Rows:
    """COPY lines of one training by staging table, without line ends."""

    number: str
    training: str
    provider: str = ""
    sites: list[str] = field(default_factory=list)
    actions: list[str] = field(default_factory=list)
    sessions: list[str] = field(default_factory=list)
    digest: str = ""


class Extractor:
    """Row extraction of one file. Providers and sites are emitted at their first occurrence."""

    def __init__(self, namespace: str) -> None:
        self._namespace = namespace
        self._n = Names(namespace)
        self._places = Places(self._n)

    def siret_of(self, training: _Element) -> str:
        """SIRET of the provider; empty when it has none."""
        for responsible in training.iterchildren(self._n["organisme-formation-responsable"]):
            for siret in responsible.iter(self._n["SIRET"]):
                return (siret.text or "").strip()
        return ""

    def skip(self, training: _Element) -> None:
        """Skips a training imported before the import was resumed: its provider is already emitted."""
        self._places.remember_provider(self.siret_of(training))

    def begin_batch(self) -> None:
        """Each batch emits its sites again, so that it does not depend on earlier batches."""
        self._places.begin_batch()

    def rows(self, training: _Element) -> Rows:
        """COPY lines of the training. Clears its long texts, which are in the lines."""
        n = self._n
        group = grouped(training)
        responsible = grouped(group[n["organisme-formation-responsable"]][0])
        siret = (responsible[n["SIRET-organisme-formation"]][0][0].text or "").strip()
        number = training.get("numero", "")
        rows = Rows(number, "", self._places.provider(siret, responsible, number))
        for action in group[n["action"]]:
            self._action(action, escaped(number), rows)
        columns = self._training(training, group, siret)
        self._empty(group, TAKEN_OUT_OF_TRAINING)
        rest = text_of(training, self._namespace)
        digest = hashlib.blake2b(rest, digest_size=16)
        for line in (columns, *rows.actions):
            digest.update(line.encode())
        rows.digest = digest.hexdigest()
        rows.training = f"{escaped(number)}\t{rows.digest}\t\\\\x{packed(rest).hex()}\t{columns}"
        return rows

    def _empty(self, group: Group, names: Iterable[str]) -> None:
        """Clears the texts that are in the lines."""
        for name in names:
            nodes = group.get(self._n[name])
            if nodes:
                nodes[0].text = None

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
                text_in(group, n["intitule-formation"]),
                text_in(group, n["objectif-formation"]),
                text_in(group, n["resultats-attendus"]),
                text_in(group, n["contenu-formation"]),
                copy_text.yes(raw_in(group, n["certifiante"])),
                copy_text.whole(raw_in(group, n["parcours-de-formation"])),
                copy_text.whole(raw_in(group, n["code-niveau-entree"])),
                copy_text.whole(raw_in(group, n["code-niveau-sortie"])),
                copy_text.whole(raw_in(group, n["objectif-general-formation"])),
                version,
                codes(formacodes),
                codes(nsf),
                codes(rome),
                self._certifications(group),
                text_in(group, n["identifiant-module"]),
                self._places.first_url(group, n["url-formation"]),
            )
        )

    def _certifications(self, group: Group) -> str:
        found = [
            {
                _CERTIFICATION_KEYS[name]: (node.text or "").strip()
                for node in each
                if (name := local_name(node)) in _CERTIFICATION_KEYS
            }
            for each in group.get(self._n["certification"], ())
        ]
        return plain_json(found) if found else EMPTY_LIST

    def _action(self, action: _Element, training_number: str, rows: Rows) -> None:
        n = self._n
        group = grouped(action)
        number = escaped(action.get("numero", ""))
        main, others = self._places.of_action(group, rows.sites)
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
                copy_text.whole(raw_in(group, n["modalites-entrees-sorties"])),
                copy_text.whole(raw_in(group, n["modalites-enseignement"])),
                text_in(group, n["rythme-formation"]),
                text_in(group, n["modalites-alternance"]),
                text_in(group, n["conditions-specifiques"]),
                copy_text.yes(raw_in(group, n["niveau-entree-obligatoire"])),
                codes(publics),
                text_in(group, n["info-public-vise"]),
                copy_text.whole(raw_in(group, n["nombre-heures-centre"])),
                copy_text.whole(raw_in(group, n["nombre-heures-entreprise"])),
                copy_text.whole(raw_in(group, n["nombre-heures-total"])),
                text_in(group, n["duree-indicative"]),
                copy_text.cents(raw_in(group, n["prix-horaire-TTC"])),
                copy_text.cents(raw_in(group, n["prix-total-TTC"])),
                copy_text.yes(raw_in(group, n["prise-en-charge-frais-possible"])),
                text_in(group, n["detail-conditions-prise-en-charge"]),
                text_in(group, n["frais-restants"]),
                copy_text.yes(raw_in(group, n["conventionnement"])) if n["conventionnement"] in group else NULL,
                copy_text.whole(raw_in(group, n["duree-conventionnee"])),
                plain_json(funders) if funders else EMPTY_LIST,
                texts(programmes) if programmes else EMPTY_ARRAY,
                self._trainers(group),
                text_in(group, n["acces-handicapes"]),
                text_in(group, n["restauration"]),
                text_in(group, n["hebergement"]),
                text_in(group, n["transport"]),
                texts(node.text or "" for node in group[n["langue-formation"]])
                if n["langue-formation"] in group
                else EMPTY_ARRAY,
                text_in(group, n["modalites-recrutement"]),
                text_in(group, n["modalites-pedagogiques"]),
                codes(text.strip() for text in dates) if dates else EMPTY_ARRAY,
                self._address_as_object(group, n["adresse-information"]),
                self._places.first_url(group, n["url-action"]),
            )
        )
        self._empty(group, TAKEN_OUT_OF_ACTION)
        rows.actions.append(f"{training_number}\t{number}\t{short_digest(columns)}\t{columns}")
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
                text_in(group, n["modalites-inscription"]),
                copy_text.whole(raw_in(group, n["etat-recrutement"])),
                NULL if places is None else str(places),
                NULL if minimum is None else str(minimum),
                self._contact(group),
                self._blocks(group),
                self._places.first_url(group, n["url-session"]),
            )
        )
        number = escaped(session.get("numero", ""))
        # Financed places belong to the action: given to its only session, they are not part of the session digest.
        told = NULL if financed is None else str(financed)
        rows.sessions.append(f"{keys[0]}\t{keys[1]}\t{number}\t{short_digest(columns)}\t{columns}\t{told}")

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
                    told = next(texts_told(node, "programme-financeur"), "")[:200]
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
        """Places and minimum size, if the file has them: capacity of a cycle first, else recruitment."""
        n = self._n
        capacity = wholes_in(group, n["cycle"], n["capacite-simultanee"]) or wholes_in(
            group, n["cycle"], n["capacite-cumulee"]
        )
        recruited = wholes_in(group, n["recrutement"], n["nb-places"])
        minimum = wholes_in(group, n["cycle"], n["effectif-minimal"])
        places = sum(capacity) if capacity else max(recruited, default=None)
        return places, (sum(minimum) if minimum else None)

    def _contact(self, group: Group) -> str:
        n = self._n
        contacts = group.get(n["contact-session"])
        if not contacts:
            return EMPTY_OBJECT
        inside = next(contacts[0].iterchildren(n["coordonnees"]), None)
        around = grouped(inside) if inside is not None else {}
        names = (raw_in(around, n[name]) for name in ("civilite", "prenom", "nom"))
        phone = inner_of(around, n["telfixe"], n["numtel"])
        found = {
            "name": " ".join(name for name in names if name),
            "phone": (phone.text or "") if phone is not None else "",
            "email": raw_in(around, n["courriel"]),
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
        inside = inner_of(group, tag, n["adresse"])
        if inside is None:
            return EMPTY_OBJECT
        address = grouped(inside)
        return plain_json(
            {
                "lines": [node.text or "" for node in address.get(n["ligne"], ())],
                "postal_code": raw_in(address, n["codepostal"]),
                "town": raw_in(address, n["ville"]),
            }
        )
