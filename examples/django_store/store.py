"""A store for a ledger, on Django's ORM."""

import json

from attrs import fields
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from trustflow.ledger import Entry, Kind, StaleCase, sealed

from .models import LedgerEntry

NAMES = [field.name for field in fields(Entry) if field.name != "event"]
"""The fields of an entry that are stored; a ledger reads the event from `event_json`."""
MAPPINGS = ("data", "meta")
"""The fields that are stored as JSON."""


class DjangoStore:
    """The three methods that a ledger asks for; they take part in the transaction of a view."""

    def entries(self, name):
        """Return the entries of a case, in the order of their versions."""
        rows = LedgerEntry.objects.filter(name=name).order_by("version")
        return tuple(map(_entry, rows))

    def append(self, drafts, *, expected_version):
        """Add entries to one case, all or none; raise StaleCase if it has another version."""
        name = drafts[0].name
        last = self.last(name)
        if (last.version if last else 0) == expected_version:
            newest = LedgerEntry.objects.aggregate(at=Max("recorded_at"))["at"]
            added = sealed(drafts, last, now=timezone.now(), after=newest)
            try:
                with transaction.atomic():  # inside a view's transaction, this is a savepoint
                    LedgerEntry.objects.bulk_create(map(_row, added))
            except IntegrityError:  # somebody else wrote this version just now
                pass
            else:
                return added
        before = self.entries(name)
        raise StaleCase(name, expected_version, len(before), before[expected_version:])

    def last(self, name):
        """Return the last entry of a case, or None; `append` needs no other one."""
        row = LedgerEntry.objects.filter(name=name).order_by("-version").first()
        return None if row is None else _entry(row)

    def names(self):
        """Return the names of the cases, sorted."""
        return sorted(LedgerEntry.objects.values_list("name", flat=True).distinct())


def _row(entry):
    values = {name: getattr(entry, name) for name in NAMES}
    return LedgerEntry(**values | {name: json.dumps(dict(values[name])) for name in MAPPINGS})


def _entry(row):
    values = {name: getattr(row, name) for name in NAMES}
    mappings = {name: json.loads(values[name]) for name in MAPPINGS}
    return Entry(**{**values, **mappings, "kind": Kind(row.kind)})
