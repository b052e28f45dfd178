"""Build an event from the texts of a web form, and report every fault by the field of the form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import cycle
from types import NoneType
from typing import TYPE_CHECKING, Any, get_args, get_origin

from attrs import evolve, field, fields, frozen

from .._frozen_map import FrozenMap
from ..dates import PartialDate
from ..errors import (
    BadDate,
    BadHistory,
    Fault,
    InvalidValue,
    expected_one_of,
    pluralised,
    quoted,
)
from ..history import Event, NamedEvent, Source, yes_or_no
from ..process import Process, process_of
from ..trust_transfer import TRUST_TRANSFER
from .columns import SOURCE_COLUMNS
from .details import NO_WORDS, Words, field_types, parse_value
from .event_texts import deciding_fields, event_class, event_from_fields
from .field_words import field_words
from .records import Misread

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["event_from_form"]

WHERE = "the form"
ANY_DAY = "2000-01-01"
"""The day in place of a missing or faulty one, so that the other fields are read too."""
OPEN = "nothing"
FIRST_SOURCE = "sources[0]"


def event_from_form(
    trigger: str,
    texts: Mapping[str, str | Iterable[str]],
    *,
    process: Process = TRUST_TRANSFER,
    day_first: bool = False,
) -> Event:
    """Build an event from a trigger and the texts of a web form.

    Each field of the form has the name of a field of the event, such as `on` and `note`. The first
    source has the names of the columns in CSV: `source`, `source_url`, `source_published`,
    `source_confidence`, `source_copy_of`, `source_stated_date` and `source_evidence_row`.

    Texts are stripped, and an empty text is a missing field. A field that can hold several values
    accepts several texts. A date can be EDTF text or a date as people write it. For a field that
    maps names to texts, such as `areas`, each text can have the form ``leadership=good``. The texts
    of other fields are read as by `event_from_texts`, but a field of one text is never read as
    JSON.

    Args:
        trigger: The trigger, or the name of a class of events, as for `event_from_texts`.
        texts: The text of each field, or several texts, by the name of the field.
        process: The process of the event; the trust transfer by default.
        day_first: Whether a date in numbers begins with the day, as 06/10/2016. Without it, a date
            that has two readings is refused.

    Raises:
        BadHistory: The form does not describe an event. The path of each fault is the name of a
            field of the form, or ``event`` for the trigger. `BadHistory.by_path` maps each name to
            the message to show beside the field.

    Example:
        >>> form = {"on": "2016-10-06", "number": "2", "source": "Direction to Sandwell"}
        >>> event_from_form("direction_issued_trust", form).number
        2
        >>> try:
        ...     event_from_form("direction_issued_trust", {"number": "two"})
        ... except BadHistory as error:
        ...     list(error.by_path)
        ['number', 'on']
    """
    process = process_of(process)
    try:
        cls = event_class(trigger, process)
    except InvalidValue as error:
        raise BadHistory([Fault("event", error.found, error.accepted)], WHERE) from None
    if not isinstance(texts, Mapping):
        accepted = "Expected a mapping of fields to texts, such as {'on': '2016-10-06'}."
        raise InvalidValue(quoted(texts), "texts", accepted)
    form = _Form(trigger, cls, process, day_first=day_first)
    values, faults = form.read(texts)
    faults += form.faults(values, {fault.path for fault in faults})
    faulty = {fault.path for fault in faults}
    if faulty and faulty.isdisjoint({*deciding_fields(cls), *form.implied}):
        # Contradictions show only once every other field can be read.
        faults += form.faults(_without(values, faulty - {"on"}), faulty)
    if faults:
        places = {name: place for place, name in enumerate(texts)}
        faults.sort(key=lambda fault: places.get(fault.path, len(places)))
        raise BadHistory(faults, WHERE)
    return form.event(values)


@frozen
class _Form:
    """A form for the events of a trigger.

    Args:
        trigger: The trigger, or the name of the class.
        cls: The class.
        process: The process.
        day_first: Whether a date in numbers begins with the day.
    """

    trigger: str
    cls: type[Event]
    process: Process
    day_first: bool = field(validator=yes_or_no)

    @property
    def implied(self) -> set[str]:
        """The names of the fields that one of the triggers of the class implies."""
        return {name for values in self.cls.triggers().values() for name in values}

    @property
    def types(self) -> dict[str, Any]:
        """The type of each field of the form."""
        types = field_types(self.cls)
        left_out = {"sources", *({"what"} if self.cls is NamedEvent else ())}
        own = {
            field.name: types[field.name]
            for field in fields(self.cls)
            if field.init and field.name not in left_out
        }
        of_source = field_types(Source)
        return own | {column: of_source[name] for column, name in SOURCE_COLUMNS.items()}

    def read(
        self, texts: Mapping[str, str | Iterable[str]]
    ) -> tuple[dict[str, object], list[Fault]]:
        """Return the values of the fields as plain data, and the faults of single fields."""
        types, words = self.types, field_words(self.cls)
        values: dict[str, object] = {}
        faults = []
        for name, given in texts.items():
            try:
                stripped = _stripped(given)
                if stripped and name in types:
                    values[name] = _value(
                        stripped, types[name], words.get(name, NO_WORDS), day_first=self.day_first
                    )
                elif stripped:
                    faults.append(Fault(name, "an unknown field", expected_one_of(name, types)))
            except Misread as error:
                faults.append(Fault(name, error.found, error.accepted))
            except BadDate as error:
                faults.append(Fault(name, error.found, error.reason))
        if "on" not in values and all(fault.path != "on" for fault in faults):
            accepted = (
                "This field is required. Expected a date such as 2016-07-14, 2016-07 or 2016."
            )
            faults.append(Fault("on", "nothing", accepted))
        return {"on": ANY_DAY, **values}, faults

    def event(self, values: Mapping[str, object]) -> Event:
        """Return the event with these values."""
        data = {name: value for name, value in values.items() if name not in SOURCE_COLUMNS}
        source = {
            field: values[column] for column, field in SOURCE_COLUMNS.items() if column in values
        }
        if source:
            data["sources"] = [source]
        return event_from_fields(self.trigger, data, self.process)

    def faults(self, values: Mapping[str, object], known: set[str]) -> list[Fault]:
        """Return the faults of the event with these values, by the names of the fields.

        Args:
            values: The values.
            known: The fields whose faults are known already.
        """
        found = self._faults_of_event(values)
        placed = [
            (names, fault) for fault in found for names in [self._names(fault, values, found)]
        ]
        return [
            evolve(_with_place(fault), path=name)
            for names, fault in placed
            if known.isdisjoint(names)
            for name in names
        ]

    def _faults_of_event(self, values: Mapping[str, object]) -> tuple[Fault, ...]:
        """Return the faults of the event with these values, by their places in JSON."""
        try:
            self.event(values)
        except BadHistory as error:
            return error.faults
        except InvalidValue as error:
            return (Fault("$", OPEN, error.accepted),)
        return ()

    def _names(
        self, fault: Fault, values: Mapping[str, object], found: tuple[Fault, ...]
    ) -> list[str]:
        """Return the fields of the form that have a fault.

        A contradiction is at each field without which there is none.
        """
        if fault.path in {"$", f"$.{FIRST_SOURCE}"}:
            others = {*found} - {fault}
            names = [
                name
                for name in values
                if {*self._faults_of_event(_without(values, {name}))} <= others
            ]
            return names or [*deciding_fields(self.cls)] or ["event"]
        path = fault.path.removeprefix("$.")
        if path.startswith(FIRST_SOURCE):
            columns = {field: column for column, field in SOURCE_COLUMNS.items()}
            return [columns[path.rpartition(".")[2]]]
        return [re.split(r"[.\[]", path)[0]]


def _without(values: Mapping[str, object], names: set[str]) -> dict[str, object]:
    return {name: value for name, value in values.items() if name not in names}


def _with_place(fault: Fault) -> Fault:
    """Return a fault that says where inside its field it is, such as the name of an area."""
    place = re.sub(r"^\$\.?\w*\.?", "", fault.path)
    if not place or fault.path.startswith(f"$.{FIRST_SOURCE}"):
        return fault
    return evolve(fault, found=f"{fault.found} at {place}")


def _stripped(given: object) -> list[str]:
    """Return the texts of a field without the empty ones.

    Raises:
        Misread: One of them is not a text.
    """
    texts = [given] if isinstance(given, str) or given is None else given
    if not isinstance(texts, list | tuple):
        raise Misread(quoted(given), "Expected a text.")
    stripped = []
    for text in texts:
        if text is not None and not isinstance(text, str):
            raise Misread(quoted(text), "Expected a text.")
        # A browser sends the line breaks of a text area as two characters.
        stripped.append((text or "").replace("\r\n", "\n").strip())
    return [text for text in stripped if text]


def _value(texts: list[str], wanted: Any, words: Words, *, day_first: bool) -> object:
    """Return the value of a field of the type `wanted` as plain data.

    Raises:
        Misread: The field can hold only one of the texts.
        BadDate: A date cannot be read.
    """
    options = [each for each in get_args(wanted) if each is not NoneType]
    if NoneType in get_args(wanted) and len(options) == 1:
        (wanted,) = options
    if get_origin(wanted) is FrozenMap:
        return parse_value("; ".join(texts), wanted, words)
    types = {wanted, *get_args(wanted)}
    if get_origin(wanted) is tuple:
        one = parse_value(texts[0], wanted)
        several = one if len(texts) == 1 and isinstance(one, list) else texts
        item_types = cycle([each for each in get_args(wanted) if each is not ...])
        items = [
            _item(item, item_type, day_first=day_first)
            for item, item_type in zip(several, item_types, strict=False)
        ]
        return items[0] if len(items) == 1 and isinstance(items[0], str) else items
    if len(texts) > 1:
        raise Misread(pluralised(len(texts), "text"), "Expected one text.")
    (text,) = texts
    if PartialDate in types and str not in types:
        return _date(text, day_first=day_first)
    if bool in types and text == "on":  # what a browser sends for a ticked box without a value
        return True
    return parse_value(text, wanted, words) if words or types & {bool, int} else text


def _item(value: Any, wanted: Any, *, day_first: bool) -> object:
    """Return one of several values; a text becomes a date, a number or an answer by its type.

    Raises:
        BadDate: A date cannot be read.
    """
    if wanted is PartialDate:
        return _date(value, day_first=day_first)
    return parse_value(value, wanted) if wanted in {int, bool} and isinstance(value, str) else value


def _date(text: str, *, day_first: bool) -> str:
    return str(PartialDate.from_words(text, day_first=day_first))
