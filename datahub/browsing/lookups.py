"""Lookups of a search term in one table: by key, number, name, email address, phone number or amount.

An admin declares those of its table. Each is served by an index, as an exact value or as its beginning: the databases
have the C collation, whose indexes serve LIKE. Names are compared in capitals, as their indexes hold them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import IntEnum
from typing import Protocol

from django.db.models import F, Model, Q
from django.db.models.expressions import Combinable
from django.db.models.functions import Upper

MAX_TERM_LENGTH = 200
_AMOUNT = re.compile(
    r"[-+\N{MINUS SIGN}]?\s*\$?\s*(\d{1,3}(,\d{3})+|\d{1,13})(\.\d{1,2})?(\s*(USD|EUR|GBP|CAD))?", re.I
)
_PHONE = re.compile(r"\+?[\d\s().-]+")
AREA_CODE, EXCHANGE = 3, 6
"""Digits of a phone number up to the end of the area code, and of the exchange."""


class Rank(IntEnum):
    """The quality of a match; the smallest is the best."""

    KEY = 0
    CONTACT = 1
    NAME = 2
    BEGINNING = 3
    AMOUNT = 4


@dataclass(frozen=True)
class Term:
    """A search term, without spaces around it and with single ones inside."""

    text: str

    @classmethod
    def of(cls, typed: str) -> "Term | None":
        """Return the term in a text; None if it is empty, too long, or holds a NUL, which PostgreSQL refuses."""
        text = " ".join(typed.split())
        return None if not text or len(text) > MAX_TERM_LENGTH or "\x00" in text else cls(text)

    @property
    def compact(self) -> str:
        """The term in capitals without spaces, as keys and business numbers are written."""
        return self.text.upper().replace(" ", "")

    @property
    def amount(self) -> Decimal | None:
        """The absolute amount that the term states, such as 1234.50 for "-$1,234.50"; None if it states none."""
        if not _AMOUNT.fullmatch(self.text):
            return None
        try:
            return Decimal(re.sub(r"[^\d.]", "", self.text))
        except InvalidOperation:
            return None

    @property
    def phone(self) -> str:
        """The beginning of a US phone number as the bank writes it, "+1-415-555"; empty if the term is none."""
        if not _PHONE.fullmatch(self.text):
            return ""
        digits = re.sub(r"\D", "", self.text)
        if self.text.startswith("+") or len(digits) > 10:
            digits = digits.removeprefix("1")
        if not EXCHANGE <= len(digits) <= 10:
            return ""
        return "-".join(filter(None, ("+1", digits[:AREA_CODE], digits[AREA_CODE:EXCHANGE], digits[EXCHANGE:])))

    @property
    def full_names(self) -> list[tuple[str, str]]:
        """The first and last names that the term may state: "Ann Lee" and "Lee, Ann", with any number of words."""
        last, comma, first = (part.strip() for part in self.text.partition(","))
        if comma:
            return [(first, last)] if first and last else []
        words = self.text.split()
        return [(" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words))]


class Lookup(Protocol):
    """A way to find rows of a table."""

    @property
    def order(self) -> Sequence[Combinable | str]:
        """The order of the rows found, which the index gives."""

    def condition(self, term: Term) -> Q | None:
        """Return the condition on the rows; None if the term cannot be such a value."""

    def rank(self, row: Model, term: Term) -> Rank:
        """Return how good a match a found row is."""


@dataclass(frozen=True)
class Key:
    """A key or business number that begins with one of some prefixes, in any case, or the beginning of one."""

    column: str
    prefixes: tuple[str, ...]

    @property
    def order(self) -> Sequence[Combinable | str]:
        """By the key, so that an exact match comes first."""
        return (self.column,)

    def condition(self, term: Term) -> Q | None:
        """Return the condition that the key begins with the term."""
        return Q(**{f"{self.column}__startswith": term.compact}) if term.compact.startswith(self.prefixes) else None

    def rank(self, row: Model, term: Term) -> Rank:
        """Return KEY for the whole key."""
        return Rank.KEY if getattr(row, self.column) == term.compact else Rank.BEGINNING


@dataclass(frozen=True)
class Name:
    """A name of one column, by its beginning, in any case: of a company, or a person's full name."""

    column: str

    @property
    def order(self) -> Sequence[Combinable | str]:
        """By the name in capitals."""
        return (Upper(self.column), "pk")

    def condition(self, term: Term) -> Q | None:
        """Return the condition that the name begins with the term."""
        return Q(**{f"{self.column}__istartswith": term.text})

    def rank(self, row: Model, term: Term) -> Rank:
        """Return NAME for the whole name."""
        return Rank.NAME if str(getattr(row, self.column)).upper() == term.text.upper() else Rank.BEGINNING


@dataclass(frozen=True)
class FullName:
    """A person's name in the columns first_name and last_name, in either order, by the beginnings of both."""

    @property
    def order(self) -> Sequence[Combinable | str]:
        """By the family name in capitals."""
        return (Upper("last_name"), "pk")

    def condition(self, term: Term) -> Q | None:
        """Return the condition that both names begin with words of the term; None for a single word."""
        found = Q()
        for first, last in term.full_names:
            found |= Q(last_name__istartswith=last, first_name__istartswith=first)
        return found or None

    def rank(self, row: Model, term: Term) -> Rank:
        """Return NAME if both names are whole."""
        whole = [(first.upper(), last.upper()) for first, last in term.full_names]
        names = tuple(str(getattr(row, column)).upper() for column in ("first_name", "last_name"))
        return Rank.NAME if names in whole else Rank.BEGINNING


@dataclass(frozen=True)
class Email:
    """An email address, in any case, or its beginning; a term without "@" and "." is none."""

    column: str = "email"

    @property
    def order(self) -> Sequence[Combinable | str]:
        """By the address."""
        return (self.column,)

    def condition(self, term: Term) -> Q | None:
        """Return the condition that the address begins with the term. Addresses are stored in small letters."""
        could_be = " " not in term.text and ("@" in term.text or "." in term.text)
        return Q(**{f"{self.column}__startswith": term.text.lower()}) if could_be else None

    def rank(self, row: Model, term: Term) -> Rank:
        """Return CONTACT for the whole address."""
        return Rank.CONTACT if getattr(row, self.column) == term.text.lower() else Rank.BEGINNING


@dataclass(frozen=True)
class Phone:
    """A US phone number in any notation, or its beginning from six digits on."""

    column: str = "phone"

    @property
    def order(self) -> Sequence[Combinable | str]:
        """By the number."""
        return (self.column, "pk")

    def condition(self, term: Term) -> Q | None:
        """Return the condition that the number begins with the term."""
        return Q(**{f"{self.column}__startswith": term.phone}) if term.phone else None

    def rank(self, row: Model, term: Term) -> Rank:
        """Return CONTACT for the whole number."""
        return Rank.CONTACT if getattr(row, self.column) == term.phone else Rank.BEGINNING


@dataclass(frozen=True)
class Amount:
    """An amount of either sign, at least `least`: an index may leave out small ones."""

    column: str
    least: Decimal = Decimal(0)

    @property
    def order(self) -> Sequence[Combinable | str]:
        """The last keys first, which are the newest rows of a customer or account."""
        return (F("pk").desc(),)

    def condition(self, term: Term) -> Q | None:
        """Return the condition that the amount is the term's."""
        amount = term.amount
        return None if amount is None or amount < self.least else Q(**{f"{self.column}__in": (amount, -amount)})

    def rank(self, row: Model, term: Term) -> Rank:
        """Return AMOUNT."""
        return Rank.AMOUNT
