"""The store in `examples/django_store/`: a ledger in Django's database and its transactions."""

import threading

import django
import pytest
from django.conf import settings

from trustflow import events as ev
from trustflow.ledger import Ledger, StaleCase

NOTE = ev.Note("2016-01-01")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Set up a project of Django with a database in a file, and return the app."""
    settings.configure(
        ALLOWED_HOSTS=["testserver"],
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": tmp_path_factory.mktemp("django") / "db.sqlite3",
                "OPTIONS": {
                    "transaction_mode": "IMMEDIATE",
                    "init_command": "PRAGMA synchronous = OFF",  # the tests need no safe disk
                },
            }
        },
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "examples.django_store",
        ],
        LOGGING_CONFIG=None,
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        ROOT_URLCONF="examples.django_store.urls",
        SECRET_KEY="only for tests",  # noqa: S106
    )
    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from examples import django_store

    call_command("migrate", run_syncdb=True, verbosity=0)
    yield django_store
    connection.close()


@pytest.fixture
def ledger(project):
    """Return a ledger with one case, in an empty database."""
    from django.contrib.auth.models import User

    from examples.django_store.models import LedgerEntry, Task
    from examples.django_store.store import DjangoStore

    assert project
    for model in (LedgerEntry, Task, User):
        model.objects.all().delete()
    made = Ledger(DjangoStore())
    made.create("Sandwell", recorded_by="A. Officer", meta={"file": ["a", 1]})
    return made


@pytest.fixture
def client(ledger):
    """Return a browser in which a user is signed in."""
    from django.contrib.auth.models import User
    from django.test import Client

    assert ledger
    browser = Client(raise_request_exception=False)
    browser.force_login(User.objects.create_user("b.officer"))
    return browser


def send(client, trigger="note", **texts):
    """Send a form for the version of the case that is read first; return the answer."""
    form = {"version": client.get("/cases/Sandwell").json()["version"], "task": "call"}
    return client.post(f"/cases/Sandwell/{trigger}", form | texts)


def test_a_ledger_in_django_is_a_ledger(ledger):
    """What is recorded, inserted, replaced and withdrawn is read again, and the chain holds."""
    from examples.django_store.store import DjangoStore

    report = ev.InspectionPublished("2015-06-05", judgement="inadequate", areas={"x": "good"})
    entry = ledger.record("Sandwell", report, recorded_by="A. Officer", reason="é").entry
    note = ledger.insert("Sandwell", ev.Note("2015-01"), reason="late").entry
    ledger.replace(entry, ev.InspectionPublished("2015-06-08", judgement="inadequate"))
    ledger.withdraw(note, reason="another case", recorded_by="A. Officer")
    with ledger.edit("Sandwell") as case:
        case.record(ev.CommissionerAppointed("2015-12"))
        case.mark_checked("2016-01-31")
    again = Ledger(DjangoStore())
    assert again.history("Sandwell") == ledger.history("Sandwell")
    assert [str(each.on) for each in again.history("Sandwell")] == ["2015-06-08", "2015-12"]
    assert again.entries("Sandwell") == ledger.entries("Sandwell")
    assert again.entries("Sandwell")[0].meta == {"file": ["a", 1]}
    assert again.names() == ("Sandwell",)
    assert again.recheck().ok


def test_a_change_behind_the_back_is_found(ledger):
    """Django has no triggers here, but the chain shows what was changed."""
    from examples.django_store.models import LedgerEntry

    LedgerEntry.objects.update(recorded_by="somebody else")
    assert not ledger.recheck().ok


def test_a_view_records(client, ledger):
    """The entry has the user who is signed in; the answers say what was wrong."""
    from examples.django_store.models import LedgerEntry, Task

    assert send(client, on="2016-01-01", reason="a call").status_code == 201
    entry = ledger.entries("Sandwell")[-1]
    assert (entry.recorded_by, entry.reason) == ("b.officer", "a call")
    assert str(LedgerEntry.objects.get(version=2)) == "Sandwell, version 2"
    assert str(Task.objects.get()) == "Sandwell: call"
    assert send(client, on="soon").json()["faults"].keys() == {"on"}
    assert "not allowed" in send(client, "trust_went_live", on="2016-02").json()["refused"]
    assert client.get("/cases/Sandwell").json() == {"stage": "routine_oversight", "version": 2}


def test_a_view_that_fails_rolls_back_its_entry(client, ledger):
    """What comes after the ledger in the view fails: neither the entry nor the task is there."""
    from examples.django_store.models import Task

    def fails(**_values):
        raise RuntimeError

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Task.objects, "create", fails)
        assert send(client, on="2016-01-01").status_code == 500
    assert len(ledger.entries("Sandwell")) == 1
    assert not Task.objects.exists()
    assert send(client, on="2016-01-01").status_code == 201


def test_a_stale_form_is_refused(client, ledger):
    """Of two who filled in a form for one version, the second is told who was faster."""
    from examples.django_store.models import Task

    version = client.get("/cases/Sandwell").json()["version"]
    ledger.record("Sandwell", NOTE, recorded_by="C. Officer")
    answer = send(client, on="2016-02-01", version=version)
    assert answer.status_code == 409
    meanwhile = """Meanwhile: recorded "Note" (1 January 2016) by 'C. Officer'"""
    assert meanwhile in answer.json()["refused"]
    assert not Task.objects.exists()


def test_somebody_else_comes_between(ledger):
    """The constraint of the table refuses a second entry of one version."""
    from examples.django_store.store import DjangoStore

    class Raced(DjangoStore):
        """A store into which somebody else writes while it appends."""

        def last(self, name):
            """Return the last entry, and let somebody else record."""
            found = super().last(name)
            Ledger(DjangoStore()).record(name, NOTE, recorded_by="a rival")
            return found

    version = ledger.entries("Sandwell")[-1].version
    with pytest.raises(StaleCase, match="by 'a rival'"):
        Ledger(Raced()).record("Sandwell", NOTE, expected_version=version)
    assert len(ledger.history("Sandwell")) == 1


@pytest.mark.parametrize("number", [1e16, 1.0, -0.0, 1e-7, 10**20, "1e16"])
def test_a_number_is_read_as_it_was_written(ledger, number):
    """The columns are text, so no database writes a number in a way of its own."""
    from django.db.models import TextField

    from examples.django_store.models import LedgerEntry

    ledger.record("Sandwell", NOTE, meta={"n": number})
    read = ledger.entries("Sandwell")[-1].meta["n"]
    assert (repr(number), type(number)) == (repr(read), type(read))
    assert ledger.recheck().ok
    kinds = {type(LedgerEntry._meta.get_field(name)) for name in ("data", "meta")}  # noqa: SLF001 - as Django documents
    assert kinds == {TextField}


def test_what_a_view_cannot_use_is_refused(client, ledger):
    """Each answer says what was wrong, and nothing is recorded."""
    for version in ("", "x", "1.0", "9" * 5000):
        answer = send(client, on="2016-01-01", version=version)
        assert (answer.status_code, list(answer.json()["faults"])) == (422, ["version"])
    assert client.post("/cases/Sandwell/note", {"on": "2016-01-01"}).status_code == 422
    answer = send(client, on="2016-01-01", reason="a\0b")
    assert (answer.status_code, "reason" in answer.json()["refused"]) == (422, True)
    assert send(client, on="2016-01-01", version="-1").status_code in (409, 422)
    for answer in (
        client.get("/cases/Sandwel"),
        client.post("/cases/Sandwel/note", {"on": "2016-01-01", "version": 1}),
    ):
        assert answer.status_code == 404
        assert "Did you mean 'Sandwell'?" in answer.json()["refused"]
    assert len(ledger.entries("Sandwell")) == 1


def test_who_is_not_signed_in_is_sent_to_sign_in(client, ledger):
    """So every entry has a name."""
    client.logout()
    for answer in (
        client.get("/cases/Sandwell"),
        client.post("/cases/Sandwell/note", {"on": "2016-01-01", "version": 1}),
    ):
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/accounts/login/")
    assert len(ledger.entries("Sandwell")) == 1


def test_two_at_once(ledger):
    """Two threads record for the same version at the same moment: one of them is stale."""
    from django.db import connection, transaction

    from examples.django_store.store import DjangoStore

    version, both = ledger.entries("Sandwell")[-1].version, threading.Barrier(2)
    outcomes = []

    def record(name):
        both.wait()
        try:
            with transaction.atomic():
                Ledger(DjangoStore()).record(
                    "Sandwell", NOTE, recorded_by=name, expected_version=version
                )
        except StaleCase as error:
            outcomes.append(error.meanwhile[0].recorded_by)
        else:
            outcomes.append("recorded")
        finally:
            connection.close()

    threads = [threading.Thread(target=record, args=[name]) for name in ("one", "other")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    winner = ledger.entries("Sandwell")[-1].recorded_by
    assert sorted(outcomes) == sorted(["recorded", winner])
    assert len(ledger.history("Sandwell")) == 1
