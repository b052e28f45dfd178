"""The commands `case` and `check`."""

import json

import pytest

import trustflow as tf
from tests.cli.samples import LATE, MISSING, SANDWELL, row
from trustflow import casebook
from trustflow import events as ev
from trustflow.history import checked_days, checked_words
from trustflow.queries import HOW_TO_CHECK

NAMES = casebook.names()


# case


def test_case_prints_a_history(answer):
    """Each event has its date, the stage after it and its sources; then come the findings."""
    out = answer("case", "Sandwell")
    report = tf.check(SANDWELL)
    lines = out.splitlines()
    assert "Sandwell (E08000028): The road to a children's services trust" == lines[0]
    assert lines[1].startswith("Last stage on record: Trust live, since 1 April 2018; last event")
    assert report.on_record == lines[1]
    rows = lines[4 : 4 + len(SANDWELL)]
    for line, step in zip(rows, report.steps, strict=True):
        assert line.split()[0] == str(step.index + 1)
        assert step.event.on.words in line
        assert tf.TRUST_TRANSFER.triggers[step.event.trigger] in line
        assert tf.TRUST_TRANSFER.stages[step.after].label in line
        assert all(source.title in line for source in step.event.sources)
    for finding in report.findings:
        assert finding.message in out
        assert finding.citation is None or finding.citation.text in out


PLAN = tf.Deadline("a plan", within="3 months")


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (
            ev.InspectionPublished("2015-06-05", judgement="good"),
            "inspection published: not inadequate (good)",
        ),
        (
            ev.InspectionPublished("2015-06-05", judgement="outstanding", areas={"care": "good"}),
            "inspection published: not inadequate (outstanding)",
        ),
        (
            ev.InspectionPublished("2026-06-05", areas={"care": "good", "help": "adequate"}),
            "inspection published: not inadequate (care: good; help: adequate)",
        ),
        (
            ev.InspectionPublished("2015-06-05", judgement="adequate", remit="safeguarding"),
            "inspection of a part published: not inadequate (adequate)",
        ),
        (
            ev.InspectionPublished("2015-06-05", judgement="inadequate"),
            "inspection published: inadequate",
        ),
        (
            ev.InspectionPublished("2015-06-05", judgement="not inadequate"),
            "inspection published: not inadequate",
        ),
        (ev.InspectionPublished("2015-06-05"), "inspection published without a judgement"),
        (
            ev.InspectionPublished("2015-06-05", judgement="good", deadlines=[PLAN]),
            "inspection published: not inadequate (good; a plan, within 3 months)",
        ),
        (
            ev.InspectionPublished("2015-06-05", judgement="inadequate", deadlines=[PLAN]),
            "inspection published: inadequate (a plan, within 3 months)",
        ),
        (
            ev.DeadlineSet("2015-06-05", what="a judgement", judgement="good", note="No day."),
            "deadline set (a judgement)",
        ),
        (
            ev.DeadlineSet("2015-06-05", what="a visit", due="2015-07", deadlines=[PLAN]),
            "deadline set (a visit, due July 2015; a plan, within 3 months)",
        ),
        (ev.RequirementMet("2015-06-05", what="a visit"), "requirement met (a visit)"),
        (ev.Note("2015-06-05", note="a visit\nby a minister"), "note (a visit by a minister)"),
        (ev.Note("2015-06-05", note="x", deadlines=[PLAN]), "note (x; a plan, within 3 months)"),
        (ev.Note("2015-06-05", topic="context"), "note"),
    ],
)
def test_case_prints_the_grade_or_the_plan_beside_the_event(answer, saved, event, words):
    """The grade is printed if the label does not have it; of a deadline, what is due and when."""
    out = answer("case", saved(tf.History("Kent", [event])))
    assert words == row(out, "1  ")[2]


def test_the_places_are_those_of_the_data(answer):
    """The first column has the places that the JSON gives."""
    out = answer("case", "Sandwell")
    places = [line.split()[0] for line in out.split("\n\n")[1].splitlines()[1:]]
    data = json.loads(answer("case", "Sandwell", "--json"))
    assert places == [str(step["place"]) for step in data["steps"]]


def test_case_lists_the_sources_below_the_table(answer):
    """With `--sources`, each source has a line with its address, and the table has none."""
    out = answer("case", "Sandwell", "--sources")
    table, listed = out.split("\n\n")[1:3]
    assert table.splitlines()[0].split()[-1] == "it"
    expected = [
        f"- {place}: {source.title}{f' ({source.url})' if source.url else ''}"
        for place, event in enumerate(SANDWELL, 1)
        for source in event.sources
    ]
    assert ["Sources by place:", *expected] == listed.splitlines()


def test_a_source_without_an_address_is_listed(answer, saved):
    """Its line has the title only."""
    out = answer("case", saved(MISSING), "--sources")
    assert "\nSources by place:\n- 1: CYP Now\n" in out


def test_case_without_events_has_no_table(answer, saved):
    """Nothing follows the first lines."""
    assert 2 == len(answer("case", saved(tf.History("Kent"))).splitlines())


def test_case_as_of_today(answer, monkeypatch):
    """The day is said with the facts."""
    monkeypatch.setenv("TRUSTFLOW_TODAY", "2016-11-01")
    out = answer("case", "Sandwell", "--as-of", "today", "--known-on", "today")
    assert "On 1 November 2016 (today)  " in out
    days = ["--as-of", "2016-11-01", "--known-on", "2016-11-01"]
    plain = answer("case", "Sandwell", *days)
    assert plain.split() == out.replace(" (today)", "").split()


def test_case_of_a_file_without_a_code(answer, saved):
    """A file without a GSS code can be printed, and a history without events says so."""
    lines = answer("case", saved(tf.History("Kent"))).splitlines()
    assert "Kent: The road to a children's services trust" == lines[0]
    assert "; no events are on record; " in lines[1]


def test_case_prints_findings_with_their_source_and_confidence(answer, saved):
    """A finding begins with its label; the other lines of the finding are indented."""
    out = answer("case", saved(MISSING))
    (finding,) = tf.check(MISSING).findings
    indented = str(finding).replace("\n", "\n  ")
    assert "\n" in str(finding)
    assert f"\n- {indented}\n  Confidence: medium\n" in out
    out = answer("case", saved(LATE))
    (finding,) = tf.check(LATE).findings
    assert f"- {finding}\n  Link: https://www.legislation.gov.uk/" in out
    assert "Confidence" not in out


def test_a_source_is_printed_once(answer):
    """If the message names the source, only the link follows; otherwise the whole source."""
    out = answer("case", "Sandwell")
    for finding in tf.check(SANDWELL).findings:
        after = out.partition(finding.message)[2].splitlines()[1]
        named = finding.citation.text in finding.message
        assert named != (f"  Source: {finding.citation}" == after)
        assert not named or after in {f"  Link: {finding.citation.url}", "  Confidence: high"}


def test_case_as_data(answer):
    """The JSON is the report: each step with its event, and the findings."""
    data = json.loads(answer("case", "Sandwell", "--json"))
    report = tf.check(SANDWELL)
    assert ("Sandwell", "E08000028") == (data["authority"], data["gss_code"])
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


def test_case_needs_a_file_with_one_history(refusal, saved):
    """A file with several histories is refused, with the option that chooses one."""
    message = refusal("case", saved([LATE, MISSING]))
    assert "contains 2 histories. Choose one with --only NAME." in message


# case on a day


def test_case_on_a_day_prints_the_facts(answer):
    """The facts come first. A fact that is not known on the day is the last one on record."""
    text = answer("case", "Sandwell", "--as-of", "2026-01-01")
    kinds = checked_words(checked_days(SANDWELL.checked_to, ("inspections",)))
    unchecked = checked_words(checked_days(SANDWELL.checked_to, ("intervention", "delivery")))
    intervention = checked_words(checked_days(SANDWELL.checked_to, ("intervention",)))
    assert ["Fact", "On 1 January 2026", "Date of the event", "Confidence"] == row(text, "Fact")
    cells = row(text, "Commissioner in post")
    shown = f"last on record: Malcolm Newsam, October 2016; {intervention}"
    assert [shown, "October 2016", "high"] == cells[1:]
    shown = f"last on record: Trust live, 1 April 2018; {unchecked}"
    assert [shown, "1 April 2018"] == row(text, "Stage ")[1:3]
    assert "summer 2017; it went live about 7 to 10 months later" in text
    assert "1 April 2018; it went live as planned" in text
    known = SANDWELL.checked_to is not None
    judged = "good" if known else f"last on record: good, 2 December 2025; {kinds}"
    expected = ["Latest judgement", judged, "2 December 2025", "high"]
    assert expected == row(text, "Latest judgement")
    assert text.index("Latest judgement") < text.index("inspection published: inadequate")
    assert "Not on the road to a trust: its beginning is not on record" in text
    assert "Rated inadequate: about 2 years to 2 years 2 months, to February 2012" in text
    last = "to 2 December 2025, the last day on which it is known"
    assert f"Trust live: about 7 years 8 months, {last}" in text
    mark = "trustflow record FILE --checked-to inspections=2026-08-22, or in Python with case.mark"
    assert 1 == text.count(f"{HOW_TO_CHECK} After such a search, note the day with {mark}")


def test_case_on_a_day_before_the_trust_was_live(answer):
    """A planned go-live has no delay while the trust is not live."""
    text = answer("case", "Sandwell", "--as-of", "2016-11-01")
    expected = ["Planned go-live", "summer 2017", "by 2 December 2016", "medium"]
    assert expected == row(text, "Planned go-live")


def test_case_as_known_on_an_earlier_day(answer):
    """With both days, the facts are those that were known."""
    text = answer("case", "Sandwell", "--as-of", "2016-11-01", "--known-on", "2016-08-01")
    assert "last on record: Commissioner review" in text
    assert "Planned go-live" not in text


def test_case_without_a_day_prints_no_facts(answer):
    """Without `--as-of`, neither the text nor the JSON has facts."""
    assert "Latest judgement" not in answer("case", "Sandwell")
    assert "facts" not in json.loads(answer("case", "Sandwell", "--json"))
    data = json.loads(answer("case", "Sandwell", "--as-of", "2016-11-01", "--json"))
    assert tf.facts(SANDWELL, "2016-11-01").to_dict() == data["facts"]


@pytest.mark.parametrize(
    ("due", "live", "words"),
    [
        ("2018-04", "2018-04-01", "April 2018; it went live as planned"),
        ("2018-04-01", "2018-03-02", "1 April 2018; it went live 30 days earlier"),
        ("2018-04-01", "2018-04-02", "1 April 2018; it went live 1 day later"),
        ("2018-03", "2018-02", "March 2018; it went live 1 day to about 2 months earlier"),
        ("2018-04-01", "2018-04", "1 April 2018; it went live 0 to 29 days later"),
        ("2018-04-10", "2018-04", "10 April 2018; it went live 9 days earlier to 20 days later"),
    ],
)
def test_case_compares_the_go_live_with_its_plan(answer, saved, due, live, words):
    """The difference is in months or days; it is a range if a date is inexact."""
    plan = tf.Deadline("go-live", due=due, met_by="trust_went_live")
    direction = ev.DirectionIssued("2017-01-01", purpose="trust", deadlines=[plan])
    path = saved(tf.History("Sandwell", [direction, ev.TrustWentLive(live)]))
    assert f"  {words}  " in answer("case", path, "--as-of", "2020-01-01")


def test_facts_where_nothing_is_on_record(answer, saved):
    """For a history without events, no fact has a last value on record."""
    text = answer("case", saved(tf.History("Somewhere")), "--as-of", "2020-01-01")
    assert "last on record:" not in text
    kinds = "inspections, intervention and delivery not checked"
    assert ["Stage", f"cannot be told; {kinds}"] == row(text, "Stage ")
    path = saved(tf.History("Somewhere", checked_to="2020-01-01"))
    text = answer("case", path, "--as-of", "2020-01-01")
    assert ["Improvement notice", "not open"] == row(text, "Improvement notice")


def test_a_council_out_of_date_is_not_called_inadequate(answer, saved):
    """The last judgement on record has its date and how far the record is checked."""
    inspected = ev.InspectionPublished("2012-07", judgement="inadequate")
    out = answer("case", saved(tf.History("Walsall", [inspected])), "--as-of", "2026-11-29")
    judged = "last on record: inadequate, July 2012; inspections not checked"
    assert ["Latest judgement", judged, "July 2012"] == row(out, "Latest judgement")
    assert "Rated inadequate: from July 2012, the last stage on record" in out
    assert "14 years" not in out
    to = {"inspections": "2026-08-22"}
    history = tf.History("Walsall", [inspected], checked_to=to)
    out = answer("case", saved(history), "--as-of", "2026-11-29")
    judged = "last on record: inadequate, July 2012; inspections checked to 22 August 2026"
    assert judged == row(out, "Latest judgement")[1]
    assert (
        "inadequate"
        == row(answer("case", saved(history), "--as-of", "2026-08-22"), "Latest judgement")[1]
    )


def test_facts_that_are_all_known_need_no_advice(answer, saved):
    """How to make facts certain is printed only if one is not."""
    visited = ev.InspectionPublished("2019-01-01", judgement="inadequate")
    path = saved(tf.History("Somewhere", [visited], checked_to="2020-01-01"))
    assert HOW_TO_CHECK not in answer("case", path, "--as-of", "2020-01-01")
    assert HOW_TO_CHECK in answer("case", path, "--as-of", "2020-01-02")


def test_a_commissioner_without_a_direction_is_named(answer, saved):
    """The type of intervention cannot be told, but what is on record is."""
    appointed = ev.CommissionerAppointed("2019-01-01", names="Ann Lee")
    out = answer("case", saved(tf.History("Somewhere", [appointed])), "--as-of", "2019-01-01")
    kind = 'cannot be told from "Commissioner appointed" (1 January 2019) alone'
    assert f"{kind}; intervention not checked" == row(out, "Type of intervention")[1]


def test_case_of_an_abolished_council(answer):
    """The first lines and the facts say when it was abolished, and which councils to see."""
    out = answer("case", "Northamptonshire", "--as-of", "2022-01-01")
    see = "abolished on 1 April 2021; see North Northamptonshire and West Northamptonshire"
    assert 1 == out.count(f"Northamptonshire was {see}.")
    shown = "last on record: direction with commissioner, 17 October 2019"
    assert shown == row(out, "Type of intervention")[1]
    assert HOW_TO_CHECK not in out
    assert "Northamptonshire was abolished" in answer("case", "Northamptonshire")
    before = answer("case", "Northamptonshire", "--as-of", "2021-03-31")
    assert "abolished" not in before
    data = json.loads(answer("case", "Northamptonshire", "--as-of", "2022-01-01", "--json"))
    assert see == data["facts"]["abolition"]


# check


def test_check_the_casebook(answer):
    """Each council has a line, and no history has a certain finding of strength logic."""
    rows = answer("check", "--all").splitlines()[1 : 1 + len(NAMES)]
    for line, name in zip(rows, NAMES, strict=True):
        assert line.startswith(name)
        assert line.endswith("yes")


def test_check_counts_the_findings_of_the_casebook(answer):
    """The last lines give the number of histories, and of findings by severity."""
    checked, certain, possible = answer("check", "--all").splitlines()[-3:]
    histories = casebook.histories()
    assert f"Checked: {len(histories)} histories with {sum(map(len, histories))} events." == checked
    found = [finding for history in histories for finding in tf.check(history).findings]
    sure = [finding for finding in found if finding.certain]
    departures = sum(finding.strength.severity == "departure" for finding in sure)
    late = "0 late under a law, on the dates held here"
    assert certain.startswith(f"Certain findings: 0 errors; {late}; ")
    assert f"; {departures} departures; " in certain
    assert possible.endswith(f"cannot settle: {len(found) - len(sure)}.")


def test_check_does_not_count_an_early_event_as_late(answer, saved):
    """The employee information came 12 days before the transfer, which is 16 days too early."""
    events = (ev.EmployeeInformationGiven("2018-03-20"), ev.TrustWentLive("2018-04-01"))
    path = saved(tf.History("Leeds", events, begins_in="direction_issued"))
    certain = answer("check", path).splitlines()[-2]
    assert "; 1 late or too early under a law, on the dates held here; " in certain


def test_check_counts_one_in_the_singular(answer, saved):
    """Nouns are singular for one history with one event and one remark."""
    path = saved(tf.History("Leeds", (ev.ImprovementNoticeLifted("2011-12"),)))
    assert [
        "Checked: 1 history with 1 event.",
        (
            "Certain findings: 0 errors; 0 late under a law, on the dates held here; "
            "0 departures; 1 remark."
        ),
        "Possible findings, which the dates held here cannot settle: 0.",
    ] == answer("check", path).splitlines()[-3:]


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
def test_check_fails_on_grave_findings(run, saved, history, strength, code):
    """It exits with 1 for a certain finding at least as grave as `--fail-on` (default logic)."""
    options = [] if strength is None else ["--fail-on", strength]
    for more in ([], ["--json"]):
        assert code == run("check", saved(history), *options, *more)[0]


def test_check_does_not_fail_on_a_possible_finding(run, saved):
    """A finding that is only possible does not change the exit code."""
    unsure = tf.History("Kent", [LATE[0], ev.ActionPlanPublished("2017-03")])
    assert not tf.check(unsure).findings[0].certain
    assert 0 == run("check", saved(unsure), "--fail-on", "practice")[0]


def test_check_several(run, saved):
    """Files and council names can be given together; the findings come below the table."""
    files = saved([LATE, MISSING], "two.json"), saved(tf.History("Devon"), "one.json")
    code, out, _ = run("check", *files, "Sandwell")
    assert 1 == code
    table, *findings = out.split("\n\n")
    assert ["Case", "Kent", "Kent", "Devon", "Sandwell"] == [
        line.split()[0] for line in table.splitlines()
    ]
    assert "Kent" == findings[0]
    assert tf.check(LATE).findings[0].message in findings[1]


def test_check_as_data(run, saved):
    """The JSON is a list of reports."""
    code, out, _ = run("check", saved([LATE, MISSING]), "--json")
    assert (1, [True, False]) == (code, [report["ok"] for report in json.loads(out)])


@pytest.mark.parametrize("words", [["check"], ["check", "Sandwell", "--all"]])
def test_check_needs_names_or_all(refusal, words):
    """Names together with `--all` are refused, and so is neither of them."""
    assert "names or files, or --all for the whole casebook" in refusal(*words)
