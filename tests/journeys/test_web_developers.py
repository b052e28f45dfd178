"""Two developers of web apps: one runs the tracker, one keeps a ledger in a project of Django.

Both have the folder `examples`, which each copies its part from. It is Monday, 13 April 2026. A
report received on Monday, 2 March 2026 is published by the council within 30 working days: not
counting that day, weekends, Good Friday (3 April) and Easter Monday (6 April), that is by
Wednesday, 15 April.
"""

import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import ProxyHandler, Request, build_opener

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"
READ = """
from trustflow.ledger import Ledger
with Ledger("cases.db", create=False) as ledger:
    for entry in ledger.entries("Example A"):
        print(entry.version, entry.kind, entry.recorded_by, entry.reason)
    assert ledger.recheck().ok
"""
SETTINGS = """
INSTALLED_APPS += ["django_store"]
DATABASES["default"]["OPTIONS"] = {"transaction_mode": "IMMEDIATE"}
"""
URLS = """
from django.urls import include

urlpatterns += [path("", include("django_store.urls"))]
"""
TESTS = '''
"""The developer's own tests."""

from unittest.mock import patch

from django.contrib.auth.models import User
from django.test import TransactionTestCase
from django_store.models import LedgerEntry, Task
from django_store.store import DjangoStore

from trustflow import events as ev
from trustflow.ledger import Ledger, StaleCase


class Views(TransactionTestCase):
    def setUp(self):
        Ledger(DjangoStore()).create("Sandwell", recorded_by="A. Officer")
        self.client.force_login(User.objects.create_user("b.officer"))
        self.client.raise_request_exception = False

    def send(self, version=1, **texts):
        form = {"version": version, "on": "2016-01-01", "task": "call them", **texts}
        return self.client.post("/cases/Sandwell/note", form).status_code

    def test_a_view_that_fails_leaves_nothing(self):
        with patch.object(Task.objects, "create", side_effect=RuntimeError("a full disk")):
            self.assertEqual(500, self.send())
        self.assertEqual((1, 0), (LedgerEntry.objects.count(), Task.objects.count()))
        self.assertEqual(201, self.send())
        self.assertEqual((2, 1), (LedgerEntry.objects.count(), Task.objects.count()))
        self.assertEqual("b.officer", LedgerEntry.objects.get(version=2).recorded_by)

    def test_two_at_once(self):
        self.assertEqual(201, self.send())
        self.assertEqual(409, self.send(on="2016-02-01"))
        mine, theirs = Ledger(DjangoStore()), Ledger(DjangoStore())
        mine.history("Sandwell")
        theirs.record("Sandwell", ev.Note("2016-02-01"), recorded_by="C. Officer")
        with self.assertRaisesMessage(StaleCase, "'C. Officer'"):
            mine.record("Sandwell", ev.Note("2016-02-02"))
        self.assertTrue(mine.recheck().ok)
'''


class Tracker:
    """The tracker, as its developer starts it, and the answers that it gives to users."""

    def __init__(self, shell):
        program = shutil.which("uvicorn", path=shell.environment["PATH"])
        self.server = subprocess.Popen(
            [program, "tracker.app:app", "--port", "0"],
            cwd=shell.folder,
            env=shell.environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        lines = iter(self.server.stderr.readline, "")
        running = (re.search(r"running on (http://[\d.:]+)", line) for line in lines)
        self.address = next(filter(None, running))[1]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.terminate()
        self.server.communicate()

    def ask(self, path, user=None, form=None):
        """Return the status and the text of the answer."""
        headers = {} if user is None else {"X-Forwarded-User": user}
        data = None if form is None else urlencode(form).encode()
        try:
            answer = build_opener(ProxyHandler({})).open(
                Request(self.address + path, data, headers),  # noqa: S310 - our own server
                timeout=30,
            )
        except HTTPError as error:
            answer = error
        with answer:
            return answer.status, unescape(answer.read().decode())


def hidden(page):
    """Return the hidden inputs of a form."""
    return dict(re.findall(r'name="(_\w+)" value="([^"]*)"', page))


@pytest.fixture
def run(shell):
    """Return a shell with what both developers install."""
    return shell("tracker", today="2026-04-13", packages=("django",))


def test_a_tracker_developer(run):
    """Two users record at once: the second is told who was faster, and sends the form again."""
    shutil.copytree(EXAMPLES / "tracker", run.folder / "tracker")
    report = "/record?name=Example+A&event=inspection_published_inadequate"
    note = "/record?name=Example+A&event=note"
    with Tracker(run) as tracker:
        status, page = tracker.ask("/")
        assert status == 403
        assert "the header X-Forwarded-User names the user" in page
        _, page = tracker.ask("/", "Ann Lee")
        status, page = tracker.ask("/begin", "Ann Lee", hidden(page) | {"name": "Example A"})
        assert status == 200
        assert "Not on the road to a trust" in page
        _, anns = tracker.ask(report, "Ann Lee")
        _, bos = tracker.ask(note, "Bo Lee")
        texts = {"on": "2026-03-09", "received_on": "2026-03-02", "_why": "the letter came"}
        status, page = tracker.ask(report, "Ann Lee", hidden(anns) | texts)
        assert status == 200
        assert "Last stage on record: Rated inadequate" in page
        typed = {"on": "2026-04-02", "note": "A <b>call</b>."}
        status, stale = tracker.ask(note, "Bo Lee", hidden(bos) | typed)
        assert status == 409
        assert "Ann Lee recorded “Inspection published: inadequate (9 March 2026)”" in stale
        assert "because “the letter came”" in stale
        assert "A <b>call</b>.</textarea>" in stale
        assert tracker.ask(note, "Ann Lee", hidden(stale) | typed)[0] == 403
        assert tracker.ask(note, "Bo Lee", hidden(stale) | typed)[0] == 200
    (run.folder / "read.py").write_text(READ)
    assert run("python read.py") == (
        "1 created Ann Lee None\n2 recorded Ann Lee the letter came\n3 recorded Bo Lee None\n"
    )
    with Tracker(run) as tracker:
        _, page = tracker.ask("/", "Bo Lee")
        assert "Due in the week of 13 April 2026" in page
        assert "<td>15 April 2026</td><td><a href" in page


def test_a_django_developer(run):
    """The app of the guide is put into a new project, and keeps what the guide promises."""
    run("django-admin startproject office .")
    shutil.copytree(EXAMPLES / "django_store", run.folder / "django_store")
    for name, text in {"settings": SETTINGS, "urls": URLS, "tests": TESTS}.items():
        with (run.folder / "office" / f"{name}.py").open("a") as file:
            file.write(text)
    assert "Create model LedgerEntry" in run("python manage.py makemigrations django_store")
    run("python manage.py migrate")
    guide = EXAMPLES.parent.joinpath("docs/guides/django.md").read_text("utf-8")
    create = re.search(r'^python manage.py shell -c "\n.*?"$', guide, re.MULTILINE | re.DOTALL)
    run(create[0])
    assert "Ran 2 tests" in run("python manage.py test office")
