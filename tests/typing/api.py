"""A user's code, for type checkers: what the public promise gives is of the type that it says.

It is never run.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, assert_type

import pendulum
from hypothesis.strategies import SearchStrategy
from transitions import Machine
from transitions.extensions import AsyncMachine

import trustflow as tf
from trustflow import Table, exchange, testing
from trustflow import events as ev
from trustflow.history import CheckedTo

version: str = tf.__version__

# A live case

article = tf.Source(
    "Public Sector Executive, Sandwell becomes latest met to lose control",
    published="2016-10-10",
)
case = tf.Case("Sandwell")
case.record(ev.InspectionPublished("2015-06-05", judgement="inadequate", framework="SIF"))
case.record(ev.CommissionerAppointed("2015-12", names="Eleanor Brazil"))
case.record(
    ev.CommissionerReportPublished(
        "2016-07", recommends="removal from council control", sources=[article]
    )
)
direction = ev.DirectionIssued(
    "2016-10-06",
    purpose="trust",
    sources=[article],
    deadlines=[tf.Deadline("transfer plans", due="2016-12-01")],
)
findings = case.record(direction)
assert_type(findings, tuple[tf.Finding, ...])
assert_type(case.stage, str)
assert_type(case.history, tf.History)
assert_type(case.replace(direction, direction), tf.Correction)
assert_type(case.replace(direction, direction, at=3), tf.Correction)
assert_type(case.replace(new=direction, at=3), tf.Correction)
assert_type(case.insert(direction), tf.Correction)
assert_type(case.insert(direction, at=3).index, int)
assert_type(case.withdraw(direction), tf.Correction)
assert_type(case.withdraw(direction, at=3).findings, tuple[tf.Finding, ...])
assert_type(case.withdraw(at=3), tf.Correction)
assert_type(
    case.amend([tf.Insert(direction), tf.Replace(direction, direction), tf.Withdraw(at=3)]),
    tuple[tf.Correction, ...],
)
case.withdraw()  # type: ignore[call-overload]  # no event is meant
case.replace(direction)  # type: ignore[call-overload]  # there is no new event
case.replace(new=direction)  # type: ignore[call-overload]  # no old event is meant
assert_type(case.findings[0], tf.Finding)
assert_type(case.report(), tf.Report)
assert_type(case.process, tf.Process)
assert_type(case.authority, str)
assert_type(case.suppose(ev.TrustWentLive("2017-04-01")), tuple[tf.Finding, ...])
assert_type(case.known_on("2016-08-01"), tf.History)
assert_type(case.as_of(dt.date(2016, 8, 1)), tf.History)
assert_type(tf.Case.from_history(case.history, tf.TRUST_TRANSFER), tf.Case)

try:
    case.record(ev.ReturnedToCouncil("2017-01-01"))
except tf.MoveNotAllowed as refusal:
    assert_type(refusal.stage, str)
    assert_type(refusal.event, tf.Event)
    assert_type(refusal.allowed, tuple[str, ...])
    assert_type(refusal.first, tuple[str, ...] | None)
    assert_type(refusal.finding, tf.Finding)
    assert_type(refusal.is_earlier, bool)
except tf.DateRuleBroken as broken:
    assert_type(broken.finding, tf.Finding)
    assert_type(broken.rule, str | None)
    assert_type(broken.citation, tf.Citation | None)

# Events: their fields are typed, read and written

assert_type(direction.on, tf.PartialDate)
assert_type(direction.known_on, tf.PartialDate | None)
assert_type(direction.sources, tuple[tf.Source, ...])
assert_type(direction.deadlines, tuple[tf.Deadline, ...])
assert_type(direction.note, str | None)
assert_type(direction.trigger, str)
assert_type(direction.subject, str)
assert_type(direction.acted_by, str | None)
assert_type(direction.purpose, str | None)
assert_type(direction.number, int | None)
assert_type(direction.replaces, int | str | None)
assert_type(direction.dated, str | None)
assert_type(direction.ends, tf.PartialDate | None)
assert_type(direction.confidence, tf.Confidence | None)

inspection = ev.InspectionPublished(
    tf.PartialDate.parse("2015-06-05"),
    areas={"leadership": "inadequate"},
    inspected=["2015-01-12/2015-02-04", dt.date(2015, 3, 1)],
    received_on=dt.date(2015, 6, 4),
    reinspection=True,
    sources=article,
    deadlines=tf.Deadline("a statement", within="70 working days", set_by="law"),
)
assert_type(inspection.judgement, str | None)
assert_type(inspection.areas["leadership"], str)
assert_type(inspection.framework, str | None)
assert_type(inspection.remit, str)
assert_type(inspection.inspected, tuple[tf.PartialDate, ...])
assert_type(inspection.received_on, tf.PartialDate | None)
assert_type(inspection.reinspection, bool | None)

assert_type(ev.CommissionerAppointed("2015-12", names=["A", "B"]).names, tuple[str, ...])
assert_type(ev.CommissionerSucceeded("2015-12", replaces="A").replaces, tuple[str, ...])
assert_type(ev.DecisionAnnounced("2016", outcome="trust").outcome, str)
assert_type(ev.DirectionRevoked("2016", partly=True).partly, bool)
assert_type(ev.AgencyRegistered("2016", kind="fostering").kind, str)
assert_type(ev.ContractSigned("2016", term_years=10).term_years, int | None)
assert_type(ev.VisitLetterPublished("2016", kind="jtai").priority_action, bool)
assert_type(ev.VisitMade("2016", kind="focused", number=2).number, int | None)
deadline_set = ev.DeadlineSet("2016", what="plans", within=tf.months(3), set_by="policy")
assert_type(deadline_set.what, str)
assert_type(deadline_set.within, tf.Span | None)
assert_type(deadline_set.due, tf.PartialDate | None)
assert_type(deadline_set.set_by, tf.Strength | None)

ev.DecisionAnnounced("2016")  # type: ignore[call-arg]  # it is nothing without its outcome
ev.TrustWentLive(2016)  # type: ignore[arg-type]  # a year is a text: "2016"
ev.Note("2016", topics="court")  # type: ignore[call-arg]  # there is no such field
direction.purpose = "pause"  # type: ignore[misc]  # an event cannot change

# Histories and reports

history = tf.History(
    "Sandwell",
    tf.in_order([direction, inspection]),
    gss_code="E08000028",
    begins_in=tf.Stage.RATED_INADEQUATE,
    succeeds=None,
    checked_to="2025-12-31",
)
assert_type(history.authority, str)
assert_type(history.events, tuple[tf.Event, ...])
assert_type(history.checked_to, CheckedTo | None)
assert_type(history[0], tf.Event)
assert_type(history[1:], tuple[tf.Event, ...])
assert_type(len(history), int)
for event in history:
    assert_type(event, tf.Event)

report = tf.check(history)
assert_type(report.stage, str)
assert_type(report.steps, tuple[tf.Step, ...])
assert_type(report.findings, Table[tf.Finding])
assert_type(report.findings[0], tf.Finding)
assert_type(report.findings[:2], Table[tf.Finding])
assert_type(report.ok, bool)
for step in report.steps:
    assert_type(step.event, tf.Event)
    assert_type(step.caused_by, int | None)
for finding in report.findings:
    assert_type(finding.code, str)
    assert_type(finding.strength, tf.Strength)
    assert_type(finding.strength.severity, tf.Severity)
    assert_type(finding.certain, bool)
    assert_type(finding.citation, tf.Citation | None)
    assert_type(finding.confidence, tf.Confidence | None)
    assert_type(finding.to_dict(), dict[str, Any])

# Files and the casebook

assert_type(tf.load("sandwell.json"), tf.History)
assert_type(tf.load_all("councils.json"), tuple[tf.History, ...])
assert_type(tf.loads(tf.dumps(history)), tf.History)
assert_type(tf.loads_all(tf.dumps([history])), tuple[tf.History, ...])
tf.dump(history, "sandwell.json")
tf.dump([history, history], "councils.json")
tf.dump(history, "sandwell.json", expected=history)
assert_type(tf.casebook.names(), tuple[str, ...])
assert_type(tf.casebook.load("Sandwell"), tf.History)
assert_type(tf.casebook.histories(), tuple[tf.History, ...])
try:
    tf.loads("{}")
except tf.BadHistory as error:
    for fault in error.faults:
        assert_type(fault, tf.Fault)
        assert_type(fault.path, str)

# Dates and spans

july = tf.PartialDate.parse("2016-07")
assert_type(july, tf.PartialDate)
assert_type(july.earliest, pendulum.Date)
assert_type(july.before("2016-07-15"), tf.Truth)
assert_type(july.before("2017") & ~july.after(dt.date(2015, 1, 1)), tf.Truth)
assert_type(tf.working_days(70).after("2016-11-25"), pendulum.Date)
assert_type(tf.working_days_between("2016-11-25", "2017-03-08"), int)

# The process

stages = tf.TRUST_TRANSFER.stages
assert_type(tf.TRUST_TRANSFER, tf.Process)
assert_type(stages["trust_live"], tf.StageInfo)
assert_type(tf.TRUST_TRANSFER.moves_from("rated_inadequate"), tuple[tf.Move, ...])
assert_type(tf.TRUST_TRANSFER.moves_from(tf.Stage.TRUST_LIVE)[0].mark, tf.Mark)
assert_type(tf.TRUST_TRANSFER.paths(to="trust_live"), tuple[tuple[str, ...], ...])
assert_type(tf.TRUST_TRANSFER.rules_in_force("2016-10-06"), tuple[tf.DateRule, ...])
assert_type(tf.TRUST_TRANSFER.event("trust_went_live", "2018-04-01", trust="x"), tf.Event)
longer = tf.TRUST_TRANSFER.extended(
    triggers={"trust_renamed": "trust renamed"},
    moves=[tf.Move("trust_renamed", "trust_live", "trust_live", precedents=[])],
    rules=[
        tf.DateRule(
            id="soon",
            requires="It is soon",
            starts="trust_went_live",
            ends=("trust_renamed",),
            at_most="3 months",
            strength="practice",
            citation=tf.Citation("nobody"),
        )
    ],
)
assert_type(longer, tf.Process)
assert_type(tf.due("action-plan", start="2025-03-04"), tf.Due)
assert_type(tf.due("action-plan", start="2025-03-04").due, tf.PartialDate | None)
week = tf.PartialDate("2026-11-23/2026-11-29")
assert_type(case.deadlines("2026-11-23", within="7 days"), Table[tf.Due])
assert_type(case.deadlines("2026-11-23", within=tf.working_days(10)), Table[tf.Due])
assert_type(tf.deadlines(case.history, "2026-11-23", within=week), Table[tf.Due])
assert_type(tf.legs([case.history], start="note", end="note").legs, Table[tf.Leg])
assert_type(tf.legs(case.history, start="note", end="note", beside=[case.history]).others, tf.Legs)
after = tf.outcomes(
    [case.history],
    "trust_live",
    ends={"a return": ["returned_to_council", "return_decided"]},
    given=lambda facts: facts.chair.known is tf.Truth.YES,
)
assert_type(after.outcomes, Table[tf.Outcome])
assert_type(after.cases, Table[tf.FollowedCase])
assert_type(after.incidence("a return", level=None), Table[tf.IncidencePoint])
assert_type(after.share("a return", 365), tf.Share)
assert_type(after.share("a return").share, float | None)
assert_type(after.sentence(), str)
assert_type(tf.casebook.overview(as_of="2024-03-31"), Table[tf.casebook.OverviewRow])
assert_type(tf.casebook.changelog(since="0.1.0"), Table[tf.casebook.Change])
assert_type(tf.casebook.version, str)
assert_type(case.deadlines("2026-11-23")[0].falls_due_between("2026-11-23", week.ends), tf.Truth)
assert_type(tf.machine(tf.TRUST_TRANSFER, guarded=True), Machine)
assert_type(tf.machine(tf.TRUST_TRANSFER, machine_class=AsyncMachine), AsyncMachine)

# Pictures

assert_type(tf.diagram(), str)
assert_type(tf.diagram(tf.TRUST_TRANSFER, "svg", stages=["trust_live"], dark=True), str)
assert_type(tf.diagram(case, "png"), bytes)
assert_type(tf.timeline(case.history), str)
assert_type(tf.timeline([case.history], "png", align="trust_went_live"), bytes)
assert_type(tf.case_page(case, as_of="2016-12-05"), str)
assert_type(tf.explorer(histories=case.history, first="2016-01-01"), str)

# Strategies and a state machine for your own tests

assert_type(testing.histories(precision="simple"), SearchStrategy[tf.History])
assert_type(
    testing.faulty_histories(codes=["date_rule"]),
    SearchStrategy[tuple[tf.History, testing.PlantedFault]],
)
assert_type(testing.events(tf.TRUST_TRANSFER, "note", on="2016"), SearchStrategy[tf.Event])
assert_type(testing.partial_dates(dt.date(2016, 7, 1)), SearchStrategy[tf.PartialDate])
assert_type(testing.processes(max_stages=3), SearchStrategy[tf.Process])
assert_type(testing.case_machine(tf.TRUST_TRANSFER), type[testing.CaseMachine])


class TrackerBesideOurs(testing.CaseMachine):
    """A system of a user's own."""

    def begin(self) -> None:
        """Begin."""

    def record(self, event: tf.Event) -> None:
        """Record."""

    def stage(self) -> str:
        """Tell the stage."""
        return "routine_oversight"


# Tables in, with names, sheets and faults

names = tf.casebook.authority_names()
assert_type(names, exchange.AuthorityNames)
assert_type(names.resolve("Sandwell MBC"), str | None)
assert_type(names.name_of("Sandwell MBC"), str)
assert_type(names.extended({"SMBC": "Sandwell"}), exchange.AuthorityNames)
given: dict[str, str] = {"SMBC": "Sandwell"}
faults: list[object] = []
read_options = exchange.ReadOptions(
    sheet="Events",
    columns={"*": "-"},
    names=given,
    day_first=True,
    newest_first=True,
    limits=exchange.Limits(size=1),
    on_fault=faults.append,
)
assert_type(exchange.read_file("events.xlsx", options=read_options), Iterator[tf.History])
read_cases = exchange.read_cases("events.xlsx", tf.TRUST_TRANSFER, read_options)
assert_type(read_cases, Iterator[exchange.TableCase])
for table_case in read_cases:
    assert_type(table_case.name, str)
    assert_type(table_case.history, tf.History)
    assert_type(table_case.places, tuple[str, ...])
assert_type(
    exchange.load_csv("events.csv", names=names, day_first=True, on_fault=faults.append),
    tuple[tf.History, ...],
)
assert_type(exchange.from_frame(object(), names=given, day_first=True), dict[str, tf.History])
assert_type(tf.PartialDate.from_words("5 June 2015", day_first=True), tf.PartialDate)
assert_type(
    exchange.event_from_form("note", {"on": "2016", "note": ["a"]}, process=tf.TRUST_TRANSFER),
    tf.Event,
)
exchange.ReadOptions("csv")  # type: ignore[call-arg]  # every option has its name
exchange.ReadOptions(names=["SMBC"])  # type: ignore[arg-type]  # the names are a mapping

# A name that is not there is told: nothing stands in for it

_ = tf.chekc  # type: ignore[attr-defined]
_ = exchange.dump_json  # type: ignore[attr-defined]
_ = testing.case_machin  # type: ignore[attr-defined]
