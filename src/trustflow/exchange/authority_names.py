"""Find the name of an authority from its other spellings and its codes.

A reader of a table uses `AuthorityNames.name_of` for the cells that name an authority:

- A spelling or code of the table of names gives the authority's name.
- A text that is nearly a name, such as "Sandwall", is refused with the name that is meant.
- Any other text is kept, because the table of names need not have every authority.

To keep a text that is nearly a name, add it to the table of names: ``{"Sandwall": "Sandwall"}``.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from attrs import field, frozen

from .._frozen_map import FrozenMap
from ..dates import ExplainedCalls, example
from ..errors import InvalidValue, pluralised, quoted
from ..history import text_of, texts_by_name

__all__ = ["AuthorityNames", "names_of"]

TITLE_WORDS = frozenset(
    {
        *("the", "council", "corporation", "authority", "unitary", "metropolitan"),
        *("borough", "city", "county", "district"),
        *("mbc", "mdc", "bc", "cc", "dc", "lbc", "lb", "rbc", "rb", "ua", "la"),
    }
)
"""The words of an authority's title, which are not part of the name of the place."""
TITLE_STARTS = {"london": ("borough",), "royal": ("borough",), "local": ("authority",)}
"""Words that belong to the title only if a certain word follows."""
CITY_OF_LONDON = ("city", "of", "london")
"""A name that keeps its title, because London alone is another place."""
NAMES = "names of authorities"
EXAMPLE = "{'Sandwell MBC': 'Sandwell'}"
"""An example of spellings with the name that they mean."""
SAME_WORDS = {"saint": "st"}
INITIALS = re.compile(r"\b\w(?:\.\w\b)+")
"""An abbreviation with full stops, such as ``M.B.C``."""
WORD = re.compile(r"[^\W_]+")
SHORTEST = 5
"""The shortest name that is suggested. Of shorter names, too many are one letter apart."""
MAX_TEXT = 200
"""The most characters of a text that is compared with the names."""
MAX_NEAREST = 5


def _texts(spellings: Mapping[Any, Any]) -> FrozenMap[str]:
    """Return the name for each spelling; each name is also a spelling of itself.

    Raises:
        InvalidValue: A spelling or a name is not a text, or is blank.
    """
    for text in texts_by_name(spellings, NAMES, EXAMPLE):
        for each in (text, spellings[text]):
            if not each.strip():
                accepted = f"Expected texts, such as {EXAMPLE}."
                raise InvalidValue(quoted(each), "name of an authority", accepted)
    given = {spelling.strip(): name.strip() for spelling, name in spellings.items()}
    return FrozenMap({**{name: name for name in given.values()}, **given})


def _names_by_form(
    spellings: Mapping[str, str], form_of: Callable[[str], str]
) -> dict[str, tuple[str, ...]]:
    """Return the names for each form of the spellings; several if the form is ambiguous."""
    found: dict[str, dict[str, None]] = {}
    for spelling, name in spellings.items():
        found.setdefault(form_of(spelling), {})[name] = None
    found.pop("", None)
    return {form: tuple(names) for form, names in found.items()}


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case, without accents and punctuation."""
    decomposed = unicodedata.normalize("NFKD", text[:MAX_TEXT].replace("&", " and "))
    plain = "".join(mark for mark in decomposed if not unicodedata.combining(mark))
    plain = plain.casefold().replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", "")
    plain = INITIALS.sub(lambda match: match[0].replace(".", ""), plain)
    return tuple(SAME_WORDS.get(word, word) for word in WORD.findall(plain))


def _plain(text: str) -> str:
    return " ".join(_words(text))


def _place(text: str) -> str:
    """Return the words of a text without those of an authority's title."""
    words = _words(text)
    kept = []
    in_title = False
    for position, word in enumerate(words):
        # "Of" belongs to the title only behind one of its words: "City of Bradford", but "Isle of
        # Wight".
        in_title = (
            (word in TITLE_WORDS and words[position : position + 3] != CITY_OF_LONDON)
            or words[position + 1 : position + 2] == TITLE_STARTS.get(word)
            or (word == "of" and in_title)
        )
        if not in_title:
            kept.append(word)
    return " ".join(kept)


def _has_digit(form: str) -> bool:
    """Return whether a form has a digit, as that of a code."""
    return any(map(str.isdigit, form))


def _is_near(text: str, other: str) -> bool:
    """Return whether two texts are equal, or one letter apart, or have two letters swapped."""
    # One slip leaves the first two letters or the last two as they are, which is quick to compare.
    if abs(len(text) - len(other)) > 1 or not (text[:2] == other[:2] or text[-2:] == other[-2:]):
        return False
    pairs = zip(text, other, strict=False)
    start = next((at for at, (one, two) in enumerate(pairs) if one != two), len(text))
    rest, others_rest = text[start:], other[start:]
    return (
        rest[1:] == others_rest[1:]
        or rest[1:] == others_rest
        or rest == others_rest[1:]
        or (rest[:2] == others_rest[1::-1] and rest[2:] == others_rest[2:])
    )


def _slips(place: str) -> set[str]:
    """Return a place, and what it is without one of its letters.

    Two places of which `_is_near` is true have one of these in common.
    """
    return {place, *(place[:at] + place[at + 1 :] for at in range(len(place)))}


def _places_by_slip(places: Iterable[str]) -> dict[str, dict[str, int]]:
    """Return the places that can be suggested, each with its number, by their slips."""
    by_slip: dict[str, dict[str, int]] = {}
    for number, place in enumerate(places):
        if len(place) >= SHORTEST:
            for slip in _slips(place):
                by_slip.setdefault(slip, {})[place] = number
    return by_slip


def _has_words_of(form: str, place: str) -> bool:
    """Return whether a form has every word of a place, or one that is nearly the same."""
    words = place.split()
    return bool(words) and all(
        any(
            word == other or (len(word) >= SHORTEST and _is_near(word, other))
            for other in form.split()
        )
        for word in words
    )


@frozen(repr=False)
class AuthorityNames(metaclass=ExplainedCalls):
    """The names of authorities by their other spellings and their codes.

    A text need not be spelled as in `spellings`. Case, accents, punctuation and spaces do not
    matter; "and" and "&" are equal, as are "St" and "Saint". Words of an authority's title such as
    "Council", "MBC" or "City of" can be added, left out or moved. A text that could mean two
    authorities, such as "Durham Council" if the names are "Durham" and "County Durham", is not
    resolved.

    Args:
        spellings: The name of the authority for each spelling and code. Each name is also a
            spelling of itself.

    Raises:
        InvalidValue: A spelling or a name is not a text, or is blank.

    Example:
        >>> names = AuthorityNames({"E08000028": "Sandwell"})
        >>> names.resolve("SANDWELL METROPOLITAN BOROUGH COUNCIL")
        'Sandwell'
        >>> names.suggestion("Sandwall MBC")
        'Did you mean Sandwell?'
    """

    spellings: FrozenMap[str] = field(converter=_texts, metadata=example(EXAMPLE))
    _by_words: Mapping[str, tuple[str, ...]] = field(init=False, eq=False, repr=False)
    _by_place: Mapping[str, tuple[str, ...]] = field(init=False, eq=False, repr=False)
    # Filled when the first text is nearly a name, because it takes longer than the rest.
    _by_slip: dict[str, dict[str, int]] = field(factory=dict, init=False, eq=False, repr=False)

    @_by_words.default
    def _names_by_words(self) -> Mapping[str, tuple[str, ...]]:
        return _names_by_form(self.spellings, _plain)

    @_by_place.default
    def _names_by_place(self) -> Mapping[str, tuple[str, ...]]:
        return _names_by_form(self.spellings, _place)

    def __repr__(self) -> str:
        names = len(set(self.spellings.values()))
        return f"<AuthorityNames: {pluralised(names, 'name')}, {len(self.spellings)} spellings>"

    def resolve(self, text: str) -> str | None:
        """Return the name of the authority that a text means, or None if none or several fit."""
        name = self.spellings.get(text_of(text, "name of an authority", "'Sandwell'"))
        if name is not None or not self.spellings:
            return name
        for names in (self._by_words.get(_plain(text)), self._by_place.get(_place(text))):
            if names is not None:
                return names[0] if len(names) == 1 else None
        return None

    def suggestion(self, text: str) -> str:
        """Return "Did you mean Sandwell?" for a text that is nearly a name, or an empty text.

        Such a text differs from a spelling by one letter, or two of its letters are swapped. Codes
        and names of fewer than five letters are not suggested. A text that could mean two
        authorities gets both names.
        """
        if self.resolve(text) is not None:
            return ""
        place = _place(text)
        names = self._by_place.get(place) or self._near(place)
        return f"Did you mean {' or '.join(names)}?" if names else ""

    def _near(self, place: str) -> tuple[str, ...]:
        if len(place) < SHORTEST or _has_digit(place):
            return ()
        if not self._by_slip:
            self._by_slip.update(_places_by_slip(self._by_place))
        others: dict[str, int] = {}
        for slip in _slips(place):
            others.update(self._by_slip.get(slip, {}))
        near = (
            name
            for other in sorted(others, key=others.__getitem__)
            if _is_near(place, other)
            for name in self._by_place[other]
        )
        return tuple(dict.fromkeys(near))

    def nearest(self, text: str) -> tuple[str, ...]:
        """Return up to five names that have the words of a text, or else a similar spelling.

        "Kingston" gives "Kingston upon Hull" and "Kingston upon Thames".
        """
        text = text_of(text, "name of an authority", "'Sandwell'")
        places = [form for form in self._by_place if not _has_digit(form)]
        place = _place(text)
        with_words = [form for form in places if _has_words_of(form, place)]
        forms = with_words or difflib.get_close_matches(place, places, n=MAX_NEAREST)
        names = dict.fromkeys(name for form in forms for name in self._by_place[form])
        return tuple(names)[:MAX_NEAREST]

    def name_of(self, text: str) -> str:
        """Return the name of the authority that a text means, or the text if none fits.

        Raises:
            InvalidValue: The text is not a name, but nearly one; the message suggests it.
        """
        name = self.resolve(text)
        if name is not None:
            return name
        if meant := self.suggestion(text):
            accepted = (
                f"{meant} If the name is right, add it with --name '{text}={text}' (in Python, "
                "with names=…)."
            )
            raise InvalidValue(quoted(text), "authority", accepted)
        return text

    def extended(self, spellings: Mapping[str, str]) -> AuthorityNames:
        """Return these names with further spellings, which replace equal ones."""
        return AuthorityNames({**self.spellings, **texts_by_name(spellings, NAMES, EXAMPLE)})


NO_NAMES = AuthorityNames({})


def names_of(names: Mapping[str, str] | AuthorityNames | None) -> AuthorityNames:
    """Return a mapping of spellings as `AuthorityNames`; None gives a table without names."""
    if names is None:
        return NO_NAMES
    return names if isinstance(names, AuthorityNames) else AuthorityNames(names)
