"""Turns typed text into a full-text query: subjects, occupations, stems, prefixes, spelling corrections. Pure.

The index holds words and codes: « xf15043 » a Formacode, « xrh2913 » an occupation, « xnliteracy » a nature. So one
query says « the words of the title, or the codes that these words mean ».
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, product

from pacte.offer.records.search import SearchParams, SearchSort, SearchSubject
from pacte.offer.rules.search_subjects import LINK_WORDS, SubjectIndex
from pacte.reference.text_matching import search_tokens, significant_words, spellings, word_stem

# LHÉO, table « dict-niveaux »: old and new codes to current levels, 1 to 8.
LEVELS = {3: 2, 4: 3, 5: 4, 6: 5, 7: 6, 8: 7, 11: 1, 12: 2, 13: 3, 14: 4, 15: 5, 16: 6, 17: 7, 18: 8}
PART_TIME_HOURS = 24  # hours a week, under which a training is shown as « temps partiel »
_TITLE = "A"  # Weight of the title, the main Formacode, the occupations and the nature, see ``services.search``.
_MOST_WORDS, _LONGEST_PHRASE = 10, 6
_MOST_SPELLINGS_TRIED = 12

# Common words that carry no search meaning.
_STOP_WORDS = frozenset(
    {"formation", "formations", "former", "devenir", "metier", "metiers", "travail", "travailler", "apprendre", "cours",
     "stage", "je", "j", "veux", "voudrais", "aimerais", "cherche", "chercher", "un", "une", "dans", "sur", "pres",
     "chez", "mon", "ma", "mes", "me", "m", "s", "se", "avec", "qui", "que", "faire", "etre", "occuper", "aider",
     "passer", "sans", "ne", "n", "pas", "suis", "c", "est", "quoi", "comment", "savoir", "pouvoir", "a", "au",
     "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "ou", "par", "pour", "besoin", "nouveau"}
)  # fmt: skip
# Diplomas: they say at which level, not what one learns. Searched when nothing else is typed.
_DIPLOMA_WORDS = frozenset({"cap", "bep", "bac", "bp", "bts", "titre", "pro", "tp", "cqp", "diplome", "certificat"})


def formacode_lexeme(code: str) -> str:
    """« 15043 » as the index writes it."""
    return f"xf{code}"


def occupation_lexeme(rome_code: str) -> str:
    """« H2913 » as the index writes it."""
    return f"xr{rome_code.lower()}"


def nature_lexeme(nature: str) -> str:
    """« basic_skills » as the index writes it."""
    return f"xn{nature.replace('_', '')}"


@dataclass(frozen=True, slots=True)
class SearchPart:
    """A word or a phrase, the spellings to search for each of its words, and the codes that it means.

    ``is_whole``: nothing of the phrase is left out of ``words``. Else they are not searched: « permis » is not
    « permis C ».
    """

    words: tuple[str, ...]
    spellings: Mapping[str, tuple[str, ...]]
    is_whole: bool = True
    subject: SearchSubject | None = None
    romes: frozenset[str] = frozenset()

    def tsquery(self, within: str = "") -> str:
        """Text for ``to_tsquery``: all the words, each in any of its spellings, or any of the codes."""
        searched = self.words if self.is_whole else ()
        words = ["(" + " | ".join(_lexeme(each, within) for each in self.spellings[word]) + ")" for word in searched]
        either = [" & ".join(words), *(f"{code}{_TITLE}" for code in self._codes())]
        return "(" + " | ".join(each for each in either if each) + ")"

    def _codes(self) -> Iterator[str]:
        for code in self.subject.formacodes if self.subject else ():
            yield f"{formacode_lexeme(code)}:{'*' if len(code) < 5 else ''}"
        for nature in self.subject.natures if self.subject else ():
            yield f"{nature_lexeme(nature)}:"
        for code in sorted(self.romes):
            yield f"{occupation_lexeme(code)}:"


@dataclass(frozen=True)
class SearchTerms:
    """What typed text means, part by part. ``words``: significant words; ``spellings``: what to search for each."""

    parts: tuple[SearchPart, ...] = ()

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(word for part in self.parts for word in part.words))

    @cached_property
    def spellings(self) -> Mapping[str, tuple[str, ...]]:
        return {word: variants for part in self.parts for word, variants in part.spellings.items()}

    @property
    def corrections(self) -> dict[str, tuple[str, ...]]:
        """Corrected words, with the spellings searched instead."""
        return {word: variants for word, variants in self.spellings.items() if variants and variants != (word,)}

    @property
    def subjects(self) -> tuple[SearchSubject, ...]:
        """Subjects that the words name, in order."""
        return tuple(dict.fromkeys(part.subject for part in self.parts if part.subject))

    @property
    def romes(self) -> frozenset[str]:
        """Occupations that the words name exactly."""
        return frozenset(code for part in self.parts for code in part.romes)

    @property
    def is_first_step(self) -> bool:
        """Whether what is searched comes before an occupation: basic skills, a project, a trial."""
        return any(subject.is_first_step for subject in self.subjects)

    def tsquery(self, *, any_word: bool = False, within: str = "") -> str:
        """Text for ``to_tsquery``: all parts (or any). ``within``: weight required of the words, « C » for
        competences."""
        return (" | " if any_word else " & ").join(part.tsquery(within) for part in self.parts)

    def title_tsquery(self, *, any_word: bool = False) -> str:
        """The same, in the title and the main codes only: the trainings that are about this."""
        return self.tsquery(any_word=any_word, within=_TITLE)


def _lexeme(word: str, within: str) -> str:
    sign = ("*" if len(word) > 3 else "") + within
    return f"{word}:{sign}" if sign else word


class OccupationNameIndex:
    """Index of everyday names of occupations, to find the occupations meant by typed words.

    ``parents``: occupation by occupation that comes from it; a name of the second is also one of the first.
    """

    def __init__(self, names: Mapping[str, Collection[str]], parents: Mapping[str, str] | None = None) -> None:
        self._codes: dict[frozenset[str], set[str]] = {}
        self._names_by_stem: dict[str, set[frozenset[str]]] = {}
        self._labels: dict[frozenset[str], set[str]] = {}
        self._words: set[str] = set()
        for own_code, occupation_names in names.items():
            codes = {own_code, (parents or {}).get(own_code) or own_code}
            for name in occupation_names:
                forms = [significant_words(form) for form in name.split(" / ")]
                self._add(name, [word for form in forms for word in form], codes)
                # Each gender is a name when it is whole: not those of « Électricien / Électricienne automobile ».
                if len(forms) > 1 and len({len(form) for form in forms}) == 1:
                    for form, label in zip(forms, name.split(" / "), strict=True):
                        self._add(label, form, codes)

    def _add(self, name: str, words: Sequence[str], codes: set[str]) -> None:
        stems = frozenset(map(_word_root, words))
        if stems:
            self._words.update(words)
            self._codes.setdefault(stems, set()).update(codes)
            self._labels.setdefault(stems, set()).add(name)
            for each in stems:
                self._names_by_stem.setdefault(each, set()).add(stems)

    @property
    def words(self) -> Collection[str]:
        """All the words of the names, without accents."""
        return self._words

    def codes_named(self, words: Sequence[str]) -> frozenset[str]:
        """Codes of the occupations of which these words are a whole name."""
        return frozenset(self._codes.get(frozenset(map(_word_root, words)), ()))

    def names_beginning(self, word: str) -> dict[str, str]:
        """Shortest name that begins with the word, by code of occupation: what the word alone may mean."""
        root = _word_root(word)
        begun = sorted(
            (name for stems in self._names_by_stem.get(root, ()) for name in self._labels[stems]
             if _word_root(next(iter(significant_words(name)), "")) == root),
            key=lambda each: (len(each), each),
        )  # fmt: skip
        names: dict[str, str] = {}
        for name in begun:
            for code in self._codes[frozenset(map(_word_root, significant_words(name)))]:
                names.setdefault(code, name)
        return names

    def matching_codes(self, terms: SearchTerms) -> list[str]:
        """Codes of the occupations with the shortest name containing all the words; empty when there is none."""
        candidates = self._names_with(terms)
        shortest = min((len(stems) for stems in candidates), default=0)
        return sorted({code for stems in candidates if len(stems) == shortest for code in self._codes[stems]})

    def _names_with(self, terms: SearchTerms) -> set[frozenset[str]]:
        candidates: set[frozenset[str]] | None = None
        for word in terms.words:
            matching_names = {
                stems
                for spelling in terms.spellings.get(word) or (word,)
                for stems in self._names_by_stem.get(_word_root(spelling), ())
            }
            candidates = matching_names if candidates is None else candidates & matching_names
        return candidates or set()


def _word_root(word: str) -> str:
    """Common root of « industriel » and « industrielle », « maternel » and « maternelle »."""
    bare = word_stem(word)
    return bare[:-1] if len(bare) > 4 and bare[-1] == bare[-2] else bare


@dataclass(frozen=True, eq=False)
class SearchLexicon:
    """What the search knows. ``catalogue``: word → number of trainings; ``known``: words that are never corrected."""

    catalogue: Mapping[str, int] = field(default_factory=dict)
    known: Collection[str] = frozenset()
    names: OccupationNameIndex = field(default_factory=lambda: OccupationNameIndex({}))
    subjects: SubjectIndex = field(default_factory=lambda: SubjectIndex({}, frozenset()))

    def has_word(self, word: str) -> bool:
        """Whether the word is of a trade, a subject, a title: it is not corrected."""
        return word in _STOP_WORDS or word in self.known or word in self.subjects.words or word in self.catalogue

    def spellings(self, word: str) -> tuple[str, ...]:
        """The word itself when something knows it, else the nearest words that the catalogue or a subject has."""
        return (word,) if word in self.known else spellings(word, self._searchable)

    @cached_property
    def _searchable(self) -> Mapping[str, int]:
        return {**dict.fromkeys(self.subjects.words, 1), **self.catalogue}


def parse_search_terms(text: str, lexicon: SearchLexicon, *, exact: bool = False) -> SearchTerms:
    """Parse typed text: the longest phrases that are a subject or an occupation, then the words left.

    ``exact``: the words as typed, without correction, subject or occupation.
    """
    tokens = search_tokens(text)[:_MOST_WORDS]
    if exact:
        words = _meaningful(significant_words(text)[:_MOST_WORDS])
        return SearchTerms(tuple(SearchPart((word,), {word: (word,)}) for word in words))
    parts, alone, rank = [], [], 0
    while rank < len(tokens):
        part, length = _longest_phrase(tokens[rank:], lexicon)
        if part:
            parts.append(part)
        else:
            alone.append(tokens[rank])
        rank += length
    words = [word for word in _meaningful(alone, may_be_empty=bool(parts)) if len(word) > 1]
    parts += [SearchPart((word,), {word: lexicon.spellings(word)}) for word in words]
    return SearchTerms(tuple(parts))


def _meaningful(words: Iterable[str], *, may_be_empty: bool = False) -> list[str]:
    """Words without those that carry no meaning, nor diplomas and numbers beside others; all if none is left."""
    distinct = list(dict.fromkeys(words))
    meaning = [word for word in distinct if word not in _STOP_WORDS]
    subjects = [word for word in meaning if word not in _DIPLOMA_WORDS and not word.isdigit()]
    return subjects or ([] if may_be_empty else meaning or distinct)


def _longest_phrase(tokens: Sequence[str], lexicon: SearchLexicon) -> tuple[SearchPart | None, int]:
    """The part that the first words make, and how many they are; a single unknown word makes none."""
    for length in range(min(_LONGEST_PHRASE, len(tokens)), 0, -1):
        for spelled in islice(product(*(lexicon.spellings(token) for token in tokens[:length])), _MOST_SPELLINGS_TRIED):
            part = _phrase(tokens[:length], spelled, lexicon)
            if part:
                return part, length
    return None, 1


def _phrase(typed: Sequence[str], spelled: Sequence[str], lexicon: SearchLexicon) -> SearchPart | None:
    words = [word for word in spelled if word in significant_words(" ".join(spelled))]
    subject = lexicon.subjects.subject_of(spelled)
    # A word that only links, or says nothing alone, is no name: « aide », « de ».
    is_name = words and spelled[0] in words and spelled[-1] in words and not set(words) <= _STOP_WORDS
    romes = lexicon.names.codes_named(words) if is_name else frozenset()
    if not subject and not romes:
        return None
    of_typed = dict(zip(typed, spelled, strict=True))
    meant = [word for word in typed if of_typed[word] in words and word not in _STOP_WORDS]
    return SearchPart(
        words=tuple(dict.fromkeys(meant or typed)),
        spellings={word: (of_typed[word],) for word in meant or typed},
        is_whole=bool(meant) and all(word in meant or word in LINK_WORDS for word in typed[:-1]) and typed[-1] in meant,
        subject=subject,
        romes=romes,
    )


def effective_sort(params: SearchParams, terms: SearchTerms) -> SearchSort:
    """Requested sort order if there are words or a place to sort by; else the default one."""
    lacking = {
        SearchSort.AUTO,
        *([] if terms.parts else [SearchSort.WORDS]),
        *([] if params.around else [SearchSort.DISTANCE]),
    }
    if params.sort not in lacking:
        return params.sort
    return next((each for each in (SearchSort.DISTANCE, SearchSort.WORDS) if each not in lacking), SearchSort.DATE)
