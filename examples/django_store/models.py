"""The entries of a ledger as rows, and a table of the project's own."""

from django.db import models


class LedgerEntry(models.Model):
    """An entry: its fields are those of `trustflow.ledger.Entry`, without the event itself.

    `data` and `meta` are JSON as text: a database that stores JSON as values of its own writes a
    number such as 1e16 in another way, and then its hash is another one.
    """

    id = models.TextField(primary_key=True)
    name = models.TextField()
    version = models.PositiveIntegerField()
    kind = models.TextField()
    event_json = models.TextField(null=True)
    target = models.TextField(null=True)
    place = models.PositiveIntegerField(null=True)
    data = models.TextField()
    recorded_by = models.TextField(null=True)
    recorded_at = models.DateTimeField(db_index=True)
    reason = models.TextField(null=True)
    meta = models.TextField()
    format = models.TextField()
    salt = models.TextField(default="")
    content_hash = models.TextField()
    previous_hash = models.TextField()
    hash = models.TextField()

    class Meta:
        """Two entries never have the same version of a case: the second of two writers fails."""

        constraints = (
            models.UniqueConstraint(fields=["name", "version"], name="one_entry_for_a_version"),
        )

    def __str__(self):
        return f"{self.name}, version {self.version}"


class Task(models.Model):
    """Something to do in a case: a stand-in for the project's own tables."""

    case = models.TextField()
    what = models.TextField()

    def __str__(self):
        return f"{self.case}: {self.what}"
