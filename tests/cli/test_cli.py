"""The command: what it prints, how it ends, and that it never shows a traceback."""

import json
import os
import subprocess
import sys

import pytest

import trustflow as tf
from trustflow import casebook
from trustflow import events as ev
from trustflow.cli import main

pty = pytest.importorskip("pty", reason="this system has no terminals of that kind")

SANDWELL = casebook.load("Sandwell")
LATE = tf.History(
    "Kent",
    [
        ev.InspectionPublished("2016-11-25", judgement="inadequate", received_on="2016-11-25"),
        ev.ActionPlanPublished("2017-03-09"),
    ],
)
"""A history with one finding, of strength law and certain."""
MISSING = tf.History("Kent", [ev.CommissionerReported("2016-07", sources=tf.Source("CYP Now"))])
"""A history with one finding, of strength logic and certain."""


def run(capsys, *arguments):
    """What the command prints and how it ends, in this process."""
    try:
        code = main([str(argument) for argument in arguments])
    except SystemExit as stopped:
        code = stopped.code
    printed = capsys.readouterr()
    assert "Traceback" not in printed.err
    return code, printed.out, printed.err


def process(*arguments, **options):
    """The command as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "trustflow", *(str(argument) for argument in arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
        **options,
    )


@pytest.fixture
def saved(tmp_path):
    """A function that saves a history, and gives the file."""

    def save(history, name="history.json"):
        path = tmp_path / name
        tf.dump(history, path)
        return path

    return save


# case


def test_case_replays_a_history(capsys):
    """Every event with its date, the stage after it and its sources; the findings below."""
    code, out, err = run(capsys, "case", "Sandwell")
    assert (0, "") == (code, err)
    report = tf.check(SANDWELL)
    lines = out.splitlines()
    assert "Sandwell (E08000028): the road to a children's services trust" == lines[0]
    assert lines[1].startswith("Last stage on record: Trust live, since 1 April 2018; record ends")
    rows = lines[4 : 4 + len(SANDWELL)]
    for row, step in zip(rows, report.steps, strict=True):
        assert row.startswith(str(step.event.on))
        assert tf.TRUST_TRANSFER.triggers[step.event.trigger] in row
        assert tf.TRUST_TRANSFER.stages[step.after].label in row
        assert all(source.title in row for source in step.event.sources)
    for finding in report.findings:
        assert finding.message in out
        assert finding.citation is None or f"Source: {finding.citation}" in out


def test_case_of_a_file_without_a_code(capsys, saved):
    """A file is read as the casebook is; where nothing is recorded it says so."""
    code, out, _ = run(capsys, "case", saved(tf.History("Kent")))
    lines = out.splitlines()
    assert (0, "Kent: the road to a children's services trust") == (code, lines[0])
    assert lines[1].endswith("no event is on record.")


def test_case_shows_findings(capsys, saved):
    """The message with its gravity, the source of the rule and the confidence."""
    _, out, _ = run(capsys, "case", saved(MISSING))
    (finding,) = tf.check(MISSING).findings
    assert f"- {finding}\n  Confidence: medium\n" in out
    _, out, _ = run(capsys, "case", saved(LATE))
    (finding,) = tf.check(LATE).findings
    assert f"- {finding}\n  Source: SI 2007/462 reg 3" in out
    assert "Confidence" not in out


def test_case_as_data(capsys):
    """The report as JSON: each step with its event, each finding as `to_dict` has it."""
    code, out, _ = run(capsys, "case", "Sandwell", "--json")
    data = json.loads(out)
    report = tf.check(SANDWELL)
    assert (0, "Sandwell", "E08000028") == (code, data["authority"], data["gss_code"])
    assert (report.stage, report.ok) == (data["stage"], data["ok"])
    assert [finding.to_dict() for finding in report.findings] == data["findings"]
    assert [
        (step.index, step.event.trigger, step.before, step.after, True, None, str(step.event.on))
        for step in report.steps
    ] == [
        tuple(
            step[name]
            for name in ("index", "trigger", "before", "after", "allowed", "caused_by", "on")
        )
        for step in data["steps"]
    ]


def test_case_of_a_file_of_several(capsys, saved):
    """One is needed."""
    code, out, err = run(capsys, "case", saved([LATE, MISSING]))
    assert (2, "") == (code, out)
    assert "one is needed here" in err


# check


def test_check_the_casebook(capsys):
    """A line for each authority; nothing in it is certain and of strength logic."""
    code, out, err = run(capsys, "check", "--all")
    assert (0, "") == (code, err)
    rows = out.splitlines()[1 : 1 + len(casebook.names())]
    for row, name in zip(rows, casebook.names(), strict=True):
        assert row.startswith(name)
        assert row.endswith("yes")


@pytest.mark.parametrize(
    ("history", "strength", "code"),
    [
        (LATE, None, 0),
        (LATE, "logic", 0),
        (LATE, "law", 1),
        (LATE, "contract", 1),
        (LATE, "practice", 1),
        (MISSING, None, 1),
        (MISSING, "practice", 1),
        (tf.History("Kent", [ev.ImprovementNoticeLifted("2016")]), "contract", 0),
        (tf.History("Kent", [ev.ImprovementNoticeLifted("2016")]), "practice", 1),
        (tf.History("Kent"), "practice", 0),
    ],
)
def test_check_fails_on_what_it_is_asked_to(capsys, saved, history, strength, code):
    """Certain findings at least as grave as the strength given; logic unless said."""
    asked = [] if strength is None else ["--fail-on", strength]
    for more in ([], ["--json"]):
        assert code == run(capsys, "check", saved(history), *asked, *more)[0]


def test_check_does_not_fail_on_what_cannot_be_told(capsys, saved):
    """Only certain findings count."""
    unsure = tf.History("Kent", [LATE[0], ev.ActionPlanPublished("2017-03")])
    assert not tf.check(unsure).findings[0].certain
    assert 0 == run(capsys, "check", saved(unsure), "--fail-on", "practice")[0]


def test_check_several(capsys, saved):
    """Files of one and of several, and names; each with its findings below the table."""
    files = saved([LATE, MISSING], "two.json"), saved(tf.History("Devon"), "one.json")
    code, out, _ = run(capsys, "check", *files, "Sandwell")
    assert 1 == code
    table, *findings = out.split("\n\n")
    assert ["Authority", "Kent", "Kent", "Devon", "Sandwell"] == [
        row.split()[0] for row in table.splitlines()
    ]
    assert "Kent" == findings[0]
    assert tf.check(LATE).findings[0].message in findings[1]


def test_check_as_data(capsys, saved):
    """A list of reports."""
    code, out, _ = run(capsys, "check", saved([LATE, MISSING]), "--json")
    assert (1, [True, False]) == (code, [report["ok"] for report in json.loads(out)])


@pytest.mark.parametrize("arguments", [["check"], ["check", "Sandwell", "--all"]])
def test_check_needs_to_know_what(capsys, arguments):
    """Names or all, and not both."""
    code, out, err = run(capsys, *arguments)
    assert (2, "") == (code, out)
    assert "name what to check, or give --all for the whole casebook" in err


# rules


def test_rules_are_listed_with_their_citations(capsys):
    """Each with its bound, strength, period, on whom it falls, and its source."""
    code, out, _ = run(capsys, "rules")
    rows = out.splitlines()
    assert 0 == code
    for rule, row in zip(tf.TRUST_TRANSFER.rules, rows[1:], strict=True):
        told = (rule.id, rule.bound, str(rule.strength), rule.period_words, str(rule.citation))
        assert all(each in row for each in told)
        assert (rule.duty_holder or "") in row


def test_rules_in_force_on_a_day(capsys):
    """Those of that day only."""
    _, out, _ = run(capsys, "rules", "--on", "2014-04-30", "--json")
    ids = [rule["id"] for rule in json.loads(out)]
    assert [rule.id for rule in tf.TRUST_TRANSFER.rules_in_force("2014-04-30")] == ids
    assert "employee-information-14" in ids
    assert "employee-information-28" not in ids


def test_rules_as_data(capsys):
    """As the rule itself says it."""
    _, out, _ = run(capsys, "rules", "--json")
    assert [rule.to_dict() for rule in tf.TRUST_TRANSFER.rules] == json.loads(out)


# due


def test_due_explains_how_a_day_is_counted(capsys):
    """The day, the bank holidays on the way, the rule, its source, on whom it falls."""
    code, out, _ = run(capsys, "due", "action-plan", "--from", "2016-11-25")
    assert 0 == code
    assert tf.due("action-plan", start="2016-11-25").explain() == out.rstrip("\n")
    assert "8 March 2017" in out


def test_due_as_data(capsys):
    """The same day, for a program."""
    _, out, _ = run(capsys, "due", "action-plan", "--from", "2016-11-25", "--json")
    data = json.loads(out)
    assert "2017-03-08" == data["due"]
    assert tf.due("action-plan", start="2016-11-25").to_dict() == data


# new and record


def test_new_and_record_keep_a_file(capsys, tmp_path):
    """A file from nothing, event by event, with the same refusals as a live case."""
    path = tmp_path / "kent.json"
    code, out, _ = run(capsys, "new", path, "Kent", "--gss-code", "E10000016")
    assert (0, f"{path}: Kent, Not on the road to a trust\n") == (code, out)
    assert tf.History("Kent", gss_code="E10000016") == tf.load(path)
    arguments = ["inspection_published_inadequate", "2015-06", "--field", "framework=SIF"]
    source = ["--source", "Ofsted", "--url", "https://example.org/1"]
    code, out, _ = run(capsys, "record", path, *arguments, *source)
    assert (0, "Kent: Rated inadequate\n") == (code, out)
    event = ev.InspectionPublished(
        "2015-06",
        judgement="inadequate",
        framework="SIF",
        sources=tf.Source("Ofsted", url="https://example.org/1"),
    )
    assert (event,) == tf.load(path).events


def test_new_and_record_as_data(capsys, tmp_path):
    """The stage, and for an event what there is to say of it."""
    path = tmp_path / "kent.json"
    _, out, _ = run(capsys, "new", path, "Kent", "--json")
    assert {"file": str(path), "stage": "routine_oversight"} == json.loads(out)
    _, out, _ = run(capsys, "record", path, "improvement_notice_lifted", "2016", "--json")
    data = json.loads(out)
    (finding,) = tf.check(tf.load(path)).findings
    assert {"stage": "routine_oversight", "findings": [finding.to_dict()]} == data


def test_record_tells_what_there_is_to_say(capsys, saved):
    """What is late is recorded, and said."""
    path = saved(tf.History("Kent", LATE[:1]))
    code, out, _ = run(capsys, "record", path, "action_plan_published", "2017-03-09")
    assert 0 == code
    assert tf.check(LATE).findings[0].message in out
    assert LATE == tf.load(path)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["returned_to_council", "2017"], "Record first: "),
        (["note", "2001"], "is listed after an event of 9 March 2017 or later"),
        (["note", "17th"], "found '17th'"),
        (["nte", "2017"], "did you mean 'note'?"),
        (["note", "2018", "--field", "topic"], "write NAME=VALUE"),
        (["note", "2018", "--field", "colour=red"], "$.colour"),
        (["note", "2018", "--field", "topic=gossip"], "$.topic"),
        (["decision_announced_retain", "2018", "--field", "outcome=trust"], "the event is"),
        (["note", "2018", "--source", "x", "--url", "ftp://x"], "ftp://x"),
    ],
)
def test_what_is_refused_leaves_the_file_as_it_was(capsys, saved, arguments, message):
    """Exit 2, the reason, and not a byte changed."""
    path = saved(LATE)
    before = path.read_bytes()
    code, out, err = run(capsys, "record", path, *arguments)
    assert (2, "") == (code, out)
    assert err.startswith("trustflow: ")
    assert message in err
    assert before == path.read_bytes()
    assert [path] == list(path.parent.iterdir())


def test_new_does_not_replace_a_file_unasked(capsys, saved):
    """Only with --force."""
    path = saved(LATE)
    code, _, err = run(capsys, "new", path, "Kent")
    assert 2 == code
    assert "is there already; --force replaces it" in err
    assert LATE == tf.load(path)
    assert 0 == run(capsys, "new", path, "Devon", "--force")[0]
    assert tf.History("Devon") == tf.load(path)


# Misuse


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["case", "Sandwel"], "Did you mean Sandwell"),
        (["case", "nothing.json"], "nothing.json"),
        (["case", "./Sandwell"], "Sandwell"),
        (["check", "/"], "/"),
        (["due", "action-pln", "--from", "2016-11-25"], "did you mean 'action-plan'?"),
        (["due", "action-plan", "--from", "soon"], "Invalid date: 'soon'"),
        (["due", "action-plan", "--from", "2001-01-01"], "2001-01-01"),
        (["rules", "--on", "2016"], "Expected an exact day"),
        (["new", "nowhere/x.json", "Kent"], "nowhere"),
        (["new", "x.json", ""], "''"),
        (["new", "x.json", "Kent", "--gss-code", "1"], "'1'"),
    ],
)
def test_bad_input_is_told_in_a_sentence(capsys, tmp_path, monkeypatch, arguments, message):
    """Exit 2, on standard error, and nothing is left behind."""
    monkeypatch.chdir(tmp_path)
    code, out, err = run(capsys, *arguments)
    assert (2, "") == (code, out)
    assert err.startswith("trustflow: ")
    assert message in err
    assert [] == list(tmp_path.iterdir())


def test_a_file_that_is_not_there_is_named(capsys, tmp_path):
    """Before the reason, in the system's words, and without its number."""
    path = tmp_path / "none.json"
    assert (2, "", f"trustflow: {path}: {os.strerror(2)}\n") == run(capsys, "check", path)


@pytest.mark.parametrize(
    "text", [b"", b"{", b"\xff", b"[" * 100_000, b'{"format": "trustflow/9"}', b"null"]
)
@pytest.mark.parametrize("command", ["case", "check"])
def test_bad_files_are_told_in_a_sentence(capsys, tmp_path, command, text):
    """Whatever stands in them."""
    path = tmp_path / "bad.json"
    path.write_bytes(text)
    code, out, err = run(capsys, command, path)
    assert (2, "") == (code, out)
    assert err.startswith("trustflow: ")


@pytest.mark.parametrize(
    "arguments",
    [[], ["fly"], ["case"], ["due", "action-plan"], ["check", "x", "--fail-on", "whim"]],
)
def test_misuse_shows_how_it_is_used(capsys, arguments):
    """Exit 2, as of any command."""
    code, out, err = run(capsys, *arguments)
    assert (2, "") == (code, out)
    assert err.startswith("usage: trustflow")


COMMANDS = ("case", "check", "rules", "due", "new", "record")


def test_help_lists_the_commands(capsys):
    """Each with what it is for; and each has a page of its own."""
    code, out, _ = run(capsys, "--help")
    assert 0 == code
    for command in COMMANDS:
        assert f"\n    {command} " in out
        code, page, _ = run(capsys, command, "--help")
        assert 0 == code
        assert f"usage: trustflow {command} " in page
        assert "--json" in page


def test_version(capsys):
    """That of the package that is installed."""
    from importlib.metadata import version

    assert (0, f"{version('trustflow')}\n", "") == run(capsys, "--version")


# As a process


def test_the_command_is_a_module_too(capsys):
    """`python -m trustflow` is the command: same words, same exit codes."""
    ran = process("case", "Sandwell")
    assert run(capsys, "case", "Sandwell") == (ran.returncode, ran.stdout, ran.stderr)
    assert 2 == process("case", "Sandwel").returncode


def test_check_fails_as_a_process(saved):
    """So that a script can go by it."""
    ran = process("check", saved(MISSING))
    assert (1, "") == (ran.returncode, ran.stderr)


def test_in_a_pipe_everything_is_plain_text():
    """No colour, no drawing, and no line cut."""
    ran = process("case", "Sandwell")
    assert "\x1b" not in ran.stdout
    assert not set("│┃━┏└") & set(ran.stdout)
    assert all(source.title in ran.stdout for event in SANDWELL for source in event.sources)


def on_a_terminal(*arguments):
    """What the command prints where both its outputs are a terminal, and how it ends."""
    screen, end = pty.openpty()
    running = subprocess.Popen(
        [sys.executable, "-m", "trustflow", *arguments],
        stdin=end,
        stdout=end,
        stderr=end,
        env={**os.environ, "COLUMNS": "200", "TERM": "xterm", "PYTHONUTF8": "1"},
    )
    os.close(end)
    shown = b""
    while True:
        try:
            part = os.read(screen, 65536)
        except OSError:  # how Linux says that the other end is closed
            break
        if not part:
            break
        shown += part
    os.close(screen)
    return running.wait(), shown.decode()


def test_on_a_terminal_tables_are_drawn():
    """The same words, in a frame."""
    code, shown = on_a_terminal("rules")
    assert 0 == code
    assert {"│", "┃", "━"} <= set(shown)
    assert "council-publishes-report" in shown


def test_on_a_terminal_long_work_shows_how_far_it_is():
    """A bar for the whole casebook, and none for one name; JSON stays JSON."""
    code, shown = on_a_terminal("check", "--all")
    assert 0 == code
    assert "checking" in shown
    code, shown = on_a_terminal("check", "Sandwell", "--json")
    assert (0, "Sandwell") == (code, json.loads(shown)[0]["authority"])


def test_a_closed_pipe_is_no_error():
    """As in `trustflow check --all --json | head -1`."""
    running = subprocess.Popen(
        [sys.executable, "-m", "trustflow", "check", "--all", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert b"[\n" == running.stdout.readline()
    running.stdout.close()
    assert b"" == running.stderr.read()
    running.stderr.close()
    assert 0 == running.wait()
