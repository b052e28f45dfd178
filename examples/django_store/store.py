"""A store for a ledger, on Django's ORM."""

from attrs import fields
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from trustflow.ledger import Entry, Kind, StaleCase, sealed

from .models import LedgerEntry

NAMES = [field.name for field in fields(Entry) if field.name != "event"]
"""The fields of an entry that are stored; a ledger reads the event from `event_json`."""


class DjangoStore:
    """The three methods that a ledger asks for; they take part in the transaction of a view."""

    def entries(self, name):
        """Return the entries of a case, in the order of their versions."""
        rows = LedgerEntry.objects.filter(name=name).order_by("version")
        return tuple(map(_entry, rows))

    def append(self, drafts, *, expected_version):
        """Add entries to one case, all or none; raise StaleCase if it has another version."""
        name = drafts[0].name
        before = self.entries(name)
        if len(before) == expected_version:
            newest = LedgerEntry.objects.aggregate(at=Max("recorded_at"))["at"]
            last = before[-1] if before else None
            added = sealed(drafts, last, now=timezone.now(), after=newest)
            try:
                with transaction.atomic():  # inside a view's transaction, this is a savepoint
                    LedgerEntry.objects.bulk_create(map(_row, added))
            except IntegrityError:  # somebody else wrote this version just now
                before = self.entries(name)
            else:
                return added
        raise StaleCase(name, expected_version, len(before), before[expected_version:])

    def names(self):
        """Return the names of the cases, sorted."""
        return sorted(LedgerEntry.objects.values_list("name", flat=True).distinct())


def _row(entry):
    values = {name: getattr(entry, name) for name in NAMES}
    return LedgerEntry(**{**values, "data": dict(entry.data), "meta": dict(entry.meta)})


def _entry(row):
    values = {name: getattr(row, name) for name in NAMES}
    return Entry(**{**values, "kind": Kind(row.kind)})
