"""The tracker in `examples/tracker/` shows cases, records, corrects, and explains refusals."""

import hashlib
import re
import sqlite3
from html import unescape
from urllib.parse import parse_qs

import pytest
from starlette.testclient import TestClient

import trustflow as tf
from examples.tracker import identity, reading
from examples.tracker.forms import event_of, fields_of, kind_of, texts_of
from examples.tracker.settings import Settings, from_environment
from examples.tracker.web import HEADERS, HERE, make_app
from examples.tracker.words import VERBS
from trustflow import events as ev
from trustflow.ledger import Kind, Ledger, LedgerFailed

HOSTILE = "<script>alert('1')</script>\"&/é"
REPORT = {"name": "Example A", "event": "inspection_published_inadequate"}
RATED = {"on": "2026-03-09", "received_on": "2 March 2026"}


class Browser:
    """A browser of one user, without scripts."""

    def __init__(self, app, user):
        headers = {} if user is None else {"X-Forwarded-User": user.encode()}
        self.client = TestClient(app, headers=headers)
        self.page = None

    def open(self, path, **query):
        """Open a page, and return its status."""
        self.page = self.client.get(path, params=query)
        return self.page.status_code

    def send(self, path, query=None, **texts):
        """Send the form of the open page with other texts, and return the status."""
        hidden = dict(re.findall(r'name="(_\w+)" value="([^"]*)"', self.page.text))
        self.page = self.client.post(path, params=query, data=hidden | texts)
        return self.page.status_code

    def fill(self, path, query, **texts):
        """Open a form, and send it."""
        assert self.open(path, **query) == 200
        return self.send(path, query, **texts)

    @property
    def text(self):
        """The page as a reader sees it, on one line."""
        return unescape(" ".join(re.sub("<[^>]*>", " ", self.page.text).split()))


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Return the path of a ledger with a case, on a Monday in April 2026."""
    monkeypatch.setenv("TRUSTFLOW_TODAY", "2026-04-13")
    path = tmp_path / "cases.db"
    with Ledger(path) as ledger:
        ledger.create(tf.History("Example A", checked_to="ongoing"), recorded_by="C. Officer")
    return path


@pytest.fixture
def app(place):
    """Return the tracker on that ledger."""
    return make_app(Settings(ledger=str(place)))


@pytest.fixture
def ann(app):
    """Return the browser of a user, while the tracker runs."""
    browser = Browser(app, "Ann Lee")
    with browser.client:
        yield browser


@pytest.fixture
def bo(app):
    """Return the browser of another user."""
    return Browser(app, "Bo Löwe")


def test_record_an_event(ann, place):
    """An event is recorded with its user and reason; its deadline is due this week."""
    assert ann.open("/") == 200
    assert "Nothing is due in the week of 13 April 2026." in ann.text
    assert ann.fill("/record", REPORT, **RATED, _why="the letter came") == 200
    assert "Done: the change is in the log as version 2." in ann.text
    assert "Last stage on record: Rated inadequate" in ann.text
    assert "15 April 2026: The council publishes the inspection report it received" in ann.text
    assert "Judged inadequate" not in ann.text
    entry = Ledger(place).entries("Example A")[-1]
    assert (entry.recorded_by, entry.reason) == ("Ann Lee", "the letter came")
    assert str(entry.event.received_on) == "2026-03-02"
    ann.open("/")
    assert "Due in the week of 13 April 2026" in ann.text
    assert "15 April 2026 Example A The council publishes the inspection report" in ann.text
    assert ann.open("/timeline.svg", name="Example A", dark="1") == 200
    assert ann.page.text.startswith("<svg")


def test_overdue_and_windows(ann, place):
    """A deadline that has passed is listed; an event has its days and their reason."""
    with Ledger(place) as ledger:
        plans = tf.Deadline("transfer plans", due="2026-03-01")
        directed = ev.DirectionIssued("2026-02-02", purpose="trust", deadlines=[plans])
        history = tf.History(
            "Example D", [directed], begins_in="commissioner_review", checked_to="ongoing"
        )
        ledger.create(history)
    assert ann.open("/") == 200
    assert "1 March 2026 Example D transfer plans (direction) unmet" in ann.text
    assert ann.open("/case", name="Example D") == 200
    assert "from 2 November 2026 to 2 February 2028" in ann.text
    assert "The first day follows from direction-to-live (practice)." in ann.text
    assert "events are not allowed now" in ann.text


def test_find_and_begin_a_case(ann):
    """A name may have any characters; it can be searched for; a second one is refused."""
    ann.open("/")
    assert ann.send("/begin", name=f" {HOSTILE} ") == 200
    assert f"{HOSTILE} Last stage on record" in ann.text
    assert ann.open("/", q="SCRIPT") == 200
    assert HOSTILE in ann.text
    assert "Example A" not in ann.text
    assert ann.send("/begin", name=HOSTILE) == 422
    assert f"There is a case of this name: {HOSTILE}" in ann.text
    assert ann.page.text.count('href="/case?name=%3Cscript%3E') == 2
    assert ann.open("/", q="zz") == 200
    assert "No case has “zz” in its name." in ann.text
    ann.open("/")
    assert ann.send("/begin", name="") == 422
    for path in ("/case", "/log"):
        assert ann.open(path, name=HOSTILE) == 200
        assert "<script>alert" not in ann.page.text


def test_what_cannot_be_read_is_beside_its_input(ann, place):
    """The form keeps what was typed, escaped, and has the fault of each input."""
    assert ann.fill("/record", REPORT, on="2026-13", note=HOSTILE, framework="ILAC") == 422
    assert 'id="field-on-fault" class="fault">Found' in ann.page.text
    assert 'id="field-framework-fault"' in ann.page.text
    assert "<option selected>ILAC</option>" in ann.page.text
    assert HOSTILE in ann.text
    assert "<script>alert" not in ann.page.text
    assert ann.fill("/record", REPORT, on="2026-01-01", unknown="1") == 422
    assert "an unknown field" in ann.text
    assert len(Ledger(place).entries("Example A")) == 1


def test_what_does_not_fit_is_refused_with_the_reason(ann, place):
    """An event that the stage or the order forbids is refused; inserted, it finds its place."""
    live = {"name": "Example A", "event": "trust_went_live"}
    assert ann.fill("/record", live, on="2026-04-01") == 409
    assert '"Trust went live" (1 April 2026) is not allowed in the stage' in ann.text
    ann.fill("/record", REPORT, **RATED)
    note = {"name": "Example A", "event": "note"}
    assert ann.fill("/record", note, on="2026-01-05", note="A call.") == 409
    assert "listed after an event of 9 March 2026" in ann.text
    assert "Case.insert" not in ann.text
    assert ann.send("/insert", note, on="2026-01-05", note="A call.") == 422
    assert "Say why" in ann.text
    assert ann.send("/insert", note, on="2026-01-05", note="A call.", _why="found late") == 200
    assert [each.trigger for each in Ledger(place).history("Example A")] == [
        "note",
        "inspection_published_inadequate",
    ]


def test_correct_and_read_the_log(ann, place):
    """A replaced event keeps what the form has no input for; both corrections need a reason."""
    sources = [tf.Source("Letter"), tf.Source("Minutes")]
    deadline = tf.Deadline("a reply", due="2026-05-01")
    with Ledger(place) as ledger:
        event = ev.Note("2026-03-01", note="one\ntwo", sources=sources, deadlines=[deadline])
        entry = ledger.record("Example A", event, recorded_by="C. Officer").entry
    ann.open("/case", name="Example A")
    query = {"name": "Example A", "entry": entry.id}
    assert "/replace?name=Example+A&amp;entry=" in ann.page.text
    ann.open("/replace", **query)
    assert "On record: Note (1 March 2026). It stays readable in the log." in ann.text
    assert 'value="Letter"' in ann.page.text
    texts = {"on": "2026-03-02", "note": "one\ntwo", "source": "Letter of 1 March"}
    assert ann.send("/replace", query, **texts) == 422
    assert ann.send("/replace", query, **texts, _why="misread") == 200
    [new] = Ledger(place).history("Example A")
    assert (new.on.words, new.note) == ("2 March 2026", "one\ntwo")
    assert [each.title for each in new.sources] == ["Letter of 1 March", "Minutes"]
    assert new.deadlines == (deadline,)
    for verb in ("replace", "withdraw"):
        assert ann.open(f"/{verb}", **query) == 409
        assert "The event is no longer in force" in ann.text
        ann.open("/")
        assert ann.send(f"/{verb}", query, on="2026-03-02", _why="again", _version="3") == 409
        assert "The event is no longer in force" in ann.text
        ann.open("/")
        assert ann.send("/try", {**query, "verb": verb}, on="2026-03-02") == 200
        assert "The event is no longer in force" in ann.text
    query["entry"] = Ledger(place).in_force("Example A")[0].id
    assert ann.fill("/withdraw", query, _why=" ") == 422
    assert ann.send("/withdraw", query, _why="another council") == 200
    assert ann.open("/log", name="Example A") == 200
    assert "Ann Lee withdrew “Note (2 March 2026)” another council" in ann.text
    assert "Ann Lee replaced “Note (1 March 2026)” by “Note (2 March 2026)” misread" in ann.text
    assert ann.text.index("withdrew") < ann.text.index("C. Officer began the case")


def test_a_stale_write_is_explained(ann, bo, place):
    """The second is told who recorded what meanwhile, keeps what was typed, and can send again."""
    note = {"name": "Example A", "event": "note"}
    ann.open("/record", **note)
    bo.open("/record", **note)
    assert ann.send("/record", note, on="2026-04-01", _why="a visit") == 200
    assert bo.send("/record", note, on="2026-04-02", note=HOSTILE) == 409
    assert "Not recorded: somebody changed the case meanwhile" in bo.text
    assert "You filled in the form for version 1 of Example A." in bo.text
    assert "Ann Lee recorded “Note (1 April 2026)” on " in bo.text
    assert "because “a visit”" in bo.text
    assert HOSTILE in bo.text
    assert 'value="2026-04-02"' in bo.page.text
    assert 'name="_version" value="2"' in bo.page.text
    assert bo.send("/record", note, on="2026-04-02", note=HOSTILE) == 200
    entries = Ledger(place).entries("Example A")
    assert [each.recorded_by for each in entries] == ["C. Officer", "Ann Lee", "Bo Löwe"]
    assert bo.fill("/record", note, on="2026-04-03", _version="9" * 9) == 409
    assert "the change expected version 999999999" in bo.text


def test_a_link_of_a_stale_page_is_for_its_version(ann, bo):
    """What was recorded between the page of the case and the form is not overlooked either."""
    bo.open("/case", name="Example A")
    links = [
        parse_qs(each) for each in re.findall(r'href="/record.([^"]*)"', unescape(bo.page.text))
    ]
    ann.fill("/record", REPORT, **RATED)
    link = next(each for each in links if each["event"] == ["commissioner_appointed"])
    assert bo.fill("/record", link, on="2026-04-10") == 409
    assert "Ann Lee recorded “Inspection published: inadequate (9 March 2026)”" in bo.text


def test_only_check(ann, place):
    """What a change would give is shown, and nothing is recorded."""
    ann.fill("/record", REPORT, **RATED)
    entry = Ledger(place).entries("Example A")[-1]
    of_entry = {"name": "Example A", "entry": entry.id}
    later = {"name": "Example A", "event": "report_published_by_council"}
    for verb, query, texts, words in [
        ("record", later, {"on": "2026-04-10"}, "recorded without findings"),
        ("record", later, {"on": "2026-04-30"}, "with these findings: Late"),
        ("record", later, {"on": "soon"}, "It cannot be read yet: on."),
        ("record", later, {"on": "2026-01-01"}, "is listed after"),
        ("insert", later, {"on": "2026-04-10"}, "recorded without findings"),
        ("replace", of_entry, RATED, "recorded without findings"),
        ("withdraw", of_entry, {}, "recorded without findings"),
    ]:
        ann.open(f"/{verb}", **query)
        assert ann.send("/try", {**query, "verb": verb}, **texts) == 200
        assert words in ann.text, verb
    assert len(Ledger(place).entries("Example A")) == 2


def test_a_form_of_another_site_is_refused(ann, bo, place, monkeypatch):
    """A form needs a token that was signed for its user, not too long ago."""
    note = {"name": "Example A", "event": "note"}
    for page in (ann, bo):
        page.open("/record", **note)
    texts = {"on": "2026-04-02"}
    for token in ("", "é", "1.", bo.page.text.partition('_token" value="')[2].partition('"')[0]):
        ann.open("/record", **note)
        assert ann.send("/record", note, **texts, _token=token) == 403
        assert "Nothing was recorded." in ann.text
        assert 'value="2026-04-02"' in ann.page.text
        assert ann.text.count("If you did not fill it in, close this page.") == 1
    assert len(Ledger(place).entries("Example A")) == 1
    # What is shown again is for this user, and can be sent.
    assert ann.send("/record", note, **texts) == 200
    ann.open("/record", **note)
    monkeypatch.setattr(identity, "HOURS", 0)
    assert ann.send("/record", note, **texts) == 403
    assert ann.send("/try", {**note, "verb": "record"}, note="a long text") == 403
    assert "What you typed note a long text" in ann.text
    assert ann.client.post("/begin", data={"name": "X"}).status_code == 403
    assert ann.client.post("/begin", files={"name": b"X"}).status_code == 403


def test_who_is_not_named_is_told_why(app, place):
    """No header, no page; in development, the user is called unknown."""
    nobody = Browser(app, None)
    for path in ("/", "/case", "/record"):
        assert nobody.open(path) == 403
        assert "The tracker has no accounts: the header X-Forwarded-User names" in nobody.text
    settings = Settings(ledger=str(place), user_header="X-Name", is_development=True)
    unknown = Browser(make_app(settings), "Ann Lee")
    assert unknown.open("/") == 200
    assert "You are unknown" in unknown.text
    unknown.send("/begin", name="Example B")
    assert Ledger(place).entries("Example B")[0].recorded_by == "unknown"


def test_addresses_that_lead_nowhere(ann):
    """A case, an entry or an event that there is not gets a page that says so."""
    for path in ("/case", "/log", "/timeline.svg", "/record"):
        assert ann.open(path, name="Exemple A") == 404
        assert "Did you mean" in ann.text
    for query in ({}, {"event": "no"}, {"entry": "no"}):
        for path in ("/record", "/replace", "/withdraw"):
            assert ann.open(path, name="Example A", **query) == 404
            ann.open("/")
            assert ann.send(path, {"name": "Example A", **query}) == 404
        ann.open("/")
        assert ann.send("/try", {"name": "Example A", **query}) == 404


def test_a_database_that_fails(ann, monkeypatch):
    """The page says what the database said."""

    def fails(_visit):
        reason = "disk full"
        raise LedgerFailed(reason)

    note = {"name": "Example A", "event": "note"}
    ann.open("/record", **note)
    with monkeypatch.context() as patch:
        patch.setattr(Ledger, "record", lambda *_given, **_named: fails(None))
        assert ann.send("/record", note, on="2026-04-02", note=HOSTILE) == 503
    assert "The database did not answer: Record: Note" in ann.text
    assert "Nothing was recorded: 'disk full'" in ann.text
    assert HOSTILE in ann.text
    assert ann.send("/record", note, on="2026-04-02", note=HOSTILE) == 200
    monkeypatch.setattr(reading, "cases_page", fails)
    assert ann.open("/") == 503
    assert "Nothing was recorded: 'disk full'" in ann.text
    assert "What you typed" not in ann.text


def test_every_answer_has_the_policy(ann):
    """Scripts and styles come from the tracker only; nothing in a page needs an exception."""
    for path in ("/", "/case", "/nowhere", "/static/htmx.min.js", "/static/style.css"):
        ann.open(path)
        for name, text in HEADERS.items():
            assert text == ann.page.headers[name]
        if "html" in ann.page.headers["content-type"]:
            assert not re.search(r"<style|\bstyle=|<script>|\bon\w+=|https?:", ann.page.text)


def test_a_removed_case_cannot_be_opened(ann, place):
    """The list does not have it any more."""
    with Ledger(place) as ledger:
        path = place.with_name("removed.json")
        ledger.remove("Example A", path, recorded_by="D. Officer", reason="request")
    assert ann.open("/case", name="Example A") == 404
    ann.open("/")
    assert "No case yet." in ann.text
    assert ann.open("/log", name="Example A") == 200
    assert "D. Officer removed the case" in ann.text


def test_what_was_typed_for_a_removed_case_is_shown(ann, place):
    """The page that says there is no such case has the texts, to copy them."""
    note = {"name": "Example A", "event": "note"}
    ann.open("/record", **note)
    with Ledger(place) as ledger:
        path = place.with_name("removed.json")
        ledger.remove("Example A", path, recorded_by="D. Officer", reason="request")
    version = Ledger(place).entries("Example A")[-1].version
    texts = {"note": HOSTILE, "_why": "a call", "_version": version}
    assert ann.send("/record", note, on="2026-04-02", **texts) == 404
    assert "'Example A' is not in this ledger. Nothing was recorded." in ann.text
    assert f"What you typed on 2026-04-02 note {HOSTILE} why a call" in ann.text
    assert "_token" not in ann.page.text


@pytest.mark.parametrize("version", [None, "", "abc", "-1", "²", "9" * 11, "1.0"])
def test_a_change_without_a_version_is_not_recorded(ann, place, version):
    """Nobody knows what its sender has read; the form is shown again, and can be sent."""
    note = {"name": "Example A", "event": "note"}
    ann.open("/record", **note)
    hidden = dict(re.findall(r'name="(_\w+)" value="([^"]*)"', ann.page.text))
    data = {"_token": hidden["_token"], "on": "2026-04-02", "note": HOSTILE}
    sent = {} if version is None else {"_version": version}
    ann.page = ann.client.post("/record", params=note, data=data | sent)
    assert ann.page.status_code == 422
    assert "did not say for which version of the case you filled it in" in ann.text
    assert HOSTILE in ann.text
    assert len(Ledger(place).entries("Example A")) == 1
    assert ann.send("/record", note, on="2026-04-02", note=HOSTILE) == 200


def test_only_who_recorded_a_version_reads_that_it_is_done(ann, bo):
    """An address cannot claim a change that was not made, or that somebody else made."""
    note = {"name": "Example A", "event": "note"}
    assert ann.fill("/record", note, on="2026-04-01") == 200
    bo.fill("/record", note, on="2026-04-02")
    assert "Done: the change is in the log as version 3." in bo.text
    for done, is_shown in {"2": True, "1": False, "3": False, "4": False, "record": False}.items():
        ann.open("/case", name="Example A", done=done)
        assert is_shown == ("Done: the change is in the log as version 2." in ann.text)
        assert is_shown == ("Done" in ann.text)


def test_a_reason_that_a_database_refuses_is_beside_its_input(ann, place):
    """It is not the event that does not fit the case."""
    note = {"name": "Example A", "event": "note"}
    assert ann.fill("/record", note, on="2026-04-01", _why="a\0b") == 422
    assert 'id="field-_why-fault" class="fault">Invalid reason' in ann.page.text
    assert "does not fit the case" not in ann.text
    assert len(Ledger(place).entries("Example A")) == 1


def test_odd_bytes_in_a_form_and_a_second_header(app):
    """Each is refused like any other form or request that is not signed."""
    both = [("X-Forwarded-User", "evil"), ("X-Forwarded-User", "Ann Lee")]
    client = TestClient(app)
    page = client.get("/", headers=both)
    assert page.status_code == 403
    assert "does not have exactly one" in page.text
    part = 'Content-Disposition: form-data; name="{}"\r\n\r\n\\ud800\r\n--b'
    body = "--b\r\n" + "\r\n".join(map(part.format, ("_token", "name"))) + "--\r\n"
    kind = "multipart/form-data; boundary=b; charset=unicode_escape"
    headers = {"X-Forwarded-User": "Ann Lee", "Content-Type": kind}
    page = client.post("/begin", content=body, headers=headers)
    assert page.status_code == 403
    assert '<dd class="lines">?</dd>' in page.text


def test_a_token_is_for_one_user_however_they_are_called():
    """A part of the name cannot be moved into the time."""
    settings = Settings(ledger="", secret="s")  # noqa: S106 - it signs nothing
    made, _, signature = identity.new_token("4 x", settings).partition(".")
    assert identity.is_valid(f"{made}.{signature}", "4 x", settings)
    assert not identity.is_valid(f"{made} 4.{signature}", "x", settings)
    assert not identity.is_valid(f"{made}.{signature}", None, settings)


def test_every_kind_of_entry_has_a_verb():
    """The log has words for each entry that a ledger can write."""
    assert list(VERBS) == list(Kind)


def test_nobody_changed_htmx():
    """The script is that of version 4.0.1 in the npm registry, and its licence is beside it."""
    static = HERE / "static"
    digest = "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"
    assert digest == hashlib.sha256((static / "htmx.min.js").read_bytes()).hexdigest()
    assert "Zero-Clause BSD" in (static / "htmx-LICENSE.txt").read_text("utf-8")


@pytest.mark.parametrize("trigger", tf.TRUST_TRANSFER.triggers)
def test_every_trigger_has_a_form(trigger):
    """Each input has a label, and the day is required."""
    own, of_source = fields_of(trigger)
    assert all(field.title for field in own + of_source)
    assert next(field.name for field in own if field.is_required) == "on"
    assert [field.name for field in of_source][:2] == ["source", "source_url"]


def test_a_form_shows_an_event_as_it_is():
    """An event that is shown and sent unchanged is the same event, whatever it has."""
    for name in ("Sandwell", "Doncaster", "Bradford", "Isle of Wight"):
        for event in tf.casebook.load(name):
            assert event == event_of(kind_of(event), texts_of(event), event)


def test_the_settings_are_in_the_environment(monkeypatch):
    """Each variable of the README is read; what is left out has a default."""
    assert from_environment().ledger == "cases.db"
    assert not from_environment().is_development
    assert from_environment().secret != from_environment().secret
    values = {"ledger": "a.db", "user_header": "X-Name", "secret": "signs forms"}
    for name, value in values.items():
        monkeypatch.setenv(f"TRACKER_{name.upper()}", value)
    monkeypatch.setenv("TRACKER_DEVELOPMENT", "1")
    assert from_environment() == Settings(**values, is_development=True)
    assert values["secret"] not in repr(from_environment())


@pytest.mark.filterwarnings("ignore::trustflow.ledger.CasesNotRead")
def test_a_case_that_cannot_be_read_does_not_hide_the_others(ann, place):
    """It is listed as such, its own page says why, and a case removed just now is left out."""
    with Ledger(place) as ledger:
        ledger.create("Spoilt")
    with sqlite3.connect(place) as database:
        database.execute("DROP TRIGGER trustflow_no_update")
        database.execute("UPDATE trustflow_entries SET meta = '{' WHERE name = 'Spoilt'")
    database.close()
    assert ann.open("/") == 200
    assert "Example A Last stage on record" in ann.text
    assert "Cannot be read Their deadlines are not listed above either." in ann.text
    assert "recheck”. Spoilt Begin a case" in ann.text
    assert ann.open("/", q="spo") == 200
    assert "No case that can be read has “spo” in its name." in ann.text
    for path in ("/case", "/log", "/timeline.svg"):
        assert ann.open(path, name="Spoilt") == 500
        assert "The case cannot be read" in ann.text
        assert "'Spoilt'" in ann.text
    names = Ledger.names
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Ledger, "names", lambda ledger: (*names(ledger), "Gone"))
        assert ann.open("/") == 200
    assert "Gone" not in ann.text
