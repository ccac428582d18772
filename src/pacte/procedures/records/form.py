"""The form of a procedure: typed fields in sections, conditional parts, repeated lines, checks across fields. Pure.

What a case keeps is JSON: a text, a number (int, or a decimal as text), an amount in cents, a day in ISO format, a
boolean, a list of codes, a list of lines (each an object), or the digests of the documents attached.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from pacte.procedures.records.conditions import Condition


class SectionAuthor(StrEnum):
    """Who answers a section: whoever applies, whoever instructs the case, or a peer whom the instructor names."""

    APPLICANT = "applicant"
    INSTRUCTOR = "instructor"
    PEER = "peer"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """One question. ``when``: asked only then. ``is_public``: shown on the public register of the procedure.

    ``purpose``: why it is asked, for the inventory of data; required where the answer is about a person.
    ``is_listed``: a column of the list of cases and of exports of one line.
    """

    code: str
    label: str
    help: str = ""
    is_required: bool = True
    when: Condition | None = None
    is_public: bool = False
    is_personal: bool = False
    is_listed: bool = False
    purpose: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField(FormField):
    """A text. ``is_long``: on several lines."""

    most: int = 300
    is_long: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberField(FormField):
    """A number, whole unless ``places`` says more."""

    unit: str = ""
    least: int | None = None
    most: int | None = None
    places: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountField(FormField):
    """An amount in euros, kept in cents."""

    least: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DayField(FormField):
    """A day. ``after``: a field whose day comes before it, or is the same."""

    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNoField(FormField):
    """Yes or no, kept as a boolean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceField(FormField):
    """One of the choices (pairs of code and label), or several when ``is_multiple``."""

    choices: tuple[tuple[str, str], ...]
    is_multiple: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SiretField(FormField):
    """The number of an establishment, fourteen digits with their key (INSEE, Sirene)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailField(FormField):
    """An e-mail address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneField(FormField):
    """A telephone number, as it is dialled in France or with its country."""


class ReferenceTarget(StrEnum):
    """What a reference names, in the nomenclatures that the product carries or in what was loaded."""

    COMMUNE = "commune"
    OCCUPATION = "occupation"
    CERTIFICATION = "certification"
    BLOCK = "block"
    SESSION = "session"
    TRAINING = "training"
    ORDER = "order"
    JOURNEY = "journey"
    """The path of a person, by an opaque number: its answer is never a name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceField(FormField):
    """The code of something that exists: a commune (INSEE), an occupation (ROME), a certification (RNCP), a session.

    ``is_multiple``: several codes.
    """

    kind: ReferenceTarget
    is_multiple: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AttachmentField(FormField):
    """Documents given with the form. ``most``: how many."""

    most: int = 1
    is_photo: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesField(FormField):
    """Repeated lines of the same columns: a budget, people, promises. ``one``: what a line is.

    ``cells``: pairs of columns, a choice and its evidence. Such lines are drawn as a matrix, one row a line.
    """

    columns: tuple[FormField, ...]
    one: str
    least: int = 0
    most: int = 40
    cells: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Total:
    """A sum, in the unit of its fields: ``budget.euros`` adds a column, ``asked`` is one field."""

    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EqualTotals:
    """Both sums are the same. ``message``: what to tell who fills the form."""

    one: Total
    other: Total
    message: str


@dataclass(frozen=True, slots=True)
class AtMostShare:
    """``part`` is at most that percent of ``whole``."""

    part: Total
    percent: int
    whole: Total
    message: str


@dataclass(frozen=True, slots=True)
class PeriodsOverlap:
    """Two periods, each a pair of fields of days, share one day at least."""

    one: tuple[str, str]
    other: tuple[str, str]
    message: str


@dataclass(frozen=True, slots=True)
class MonthsApart:
    """The day of ``later`` comes at least that many months after that of ``earlier``."""

    earlier: str
    later: str
    months: int
    message: str


FormCheck = EqualTotals | AtMostShare | PeriodsOverlap | MonthsApart


@dataclass(frozen=True, slots=True)
class FormSection:
    """A part of the form. ``when``: asked only then, with all its fields. ``checks`` run when the form is sent.

    ``author``: what an instructor answers is never required by the form; a transition may require it. A peer answers
    at the stages to which a transition that ``opens`` the section leads, and reads no other section.
    """

    code: str
    title: str
    fields: tuple[FormField, ...]
    intro: str = ""
    author: SectionAuthor = SectionAuthor.APPLICANT
    when: Condition | None = None
    checks: tuple[FormCheck, ...] = ()


@dataclass(frozen=True, slots=True)
class FieldError:
    """What is wrong with an answer. ``path``: ``field`` or ``field.line.column``, lines counted from 1."""

    path: str
    message: str
