"""The sentences of findings and refusals."""

import re
from pathlib import Path

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

import trustflow as tf
from tests.engine.samples import (
    APPOINTED,
    ARTICLE,
    DIRECTION,
    INFORMED,
    LETTER,
    PROVISION,
    RECEIVED,
    RUMOUR,
    answer_rule,
    asking_process,
    dated,
    history_of,
    inspection,
    message_of,
    named,
)
from tests.examples import HALF
from trustflow import events as ev
from trustflow.casebook import histories
from trustflow.dates import days
from trustflow.engine import NOT_RECORDED, RunningClock, date_rule_broken
from trustflow.history import Strength
from trustflow.testing import loose_histories, processes

GOLDEN = Path(__file__).parents[1] / "golden" / "messages.txt"

# Every kind of finding

RECEIVED_IN_A_MONTH = evolve(RECEIVED, received_on="2016-11")
NOT_RECEIVED = inspection("2016-11-25", framework="SIF")
RELAXED = inspection("2020-02-04", received_on="2020-02-04")
SIF = inspection("2014-01-31", framework="SIF")
JOINT = ev.VisitLetterPublished(
    "2018-11-16", kind="jtai", statement_required=True, received_on="2018-11-09"
)
PLANS = ev.DirectionIssued("2016-10-06", deadlines=tf.Deadline("plans", due="2016-11"))
POLICY = ev.DeadlineSet("2016-10-06", what="a review", due="2016-11-01", set_by="policy")
REVIEWED = ev.RequirementMet("2016-12-01", what="a review")
WITHIN_A_MONTH = ev.DirectionIssued("2016-10/..", deadlines=tf.Deadline("plans", within="1 month"))
RATED = inspection("2016-06-30")
ABOLISHED = ev.AuthorityReorganised("2021-04-01", into=["North Town", "West Town"])


def restarted(start, on="2018-12-31"):
    """Return an inspection that started on a day, and whose report came in time."""
    return inspection(on, framework="SIF", inspected=f"{start}/2018-12")


EXAMPLES = {
    "late, law": (RECEIVED, ev.ActionPlanPublished("2017-03-10")),
    "late, law, at least": (RECEIVED_IN_A_MONTH, ev.ActionPlanPublished("2017-03-14")),
    "late, law, possibly": (NOT_RECEIVED, ev.ActionPlanPublished("2017-03-10")),
    "late, law, relaxed": (RELAXED, ev.ActionPlanPublished("2020-06-01")),
    "late, law, joint inspection": (JOINT, ev.ActionPlanPublished("2019-02-21")),
    "late, law, another body": (
        evolve(JOINT, principal_authority="Sandwell Clinical Commissioning Group"),
        ev.ActionPlanPublished("2019-02-21", responds_to="joint inspection"),
    ),
    "late, law, from an open end": (
        evolve(RECEIVED, on="2016-11-25/..", received_on=None),
        ev.Note("2016-12-01"),
        ev.ActionPlanPublished("2017-04-01"),
    ),
    "late, law, from an open start without a bound": (
        inspection("../2016-11-25"),
        ev.ActionPlanPublished("2017-04-01"),
    ),
    "late, law, from one open end to another": (
        inspection("2016-11/.."),
        ev.ActionPlanPublished("2017-04/.."),
    ),
    "late, law, by an open end": (RECEIVED, ev.ActionPlanPublished("2017-03/..")),
    "late, inspectorate": (LETTER, ev.PlanSubmitted("2018-11-26")),
    "late, inspectorate, possibly": (LETTER, ev.PlanSubmitted("2018-11")),
    "late, practice": (DIRECTION, ev.TrustWentLive("2019-04-01")),
    "late, practice, by a start": (SIF, restarted("2016-02-01")),
    "late, practice, by a start, possibly": (SIF, restarted("2016")),
    "late, practice, of a commissioner": (APPOINTED, ev.CommissionerReported("2016-12-01")),
    "late, practice, of a commissioner, possibly": (
        evolve(APPOINTED, on="2016-07"),
        ev.CommissionerReported("2016-10"),
    ),
    "late, practice, of one report": (inspection("2016-04-26", inspected="2016-02-05"),),
    "early, law": (DIRECTION, INFORMED, ev.TrustWentLive("2018-03-31")),
    "early, law, possibly": (
        DIRECTION,
        evolve(INFORMED, on="2018-03-04/.."),
        ev.TrustWentLive("2018-04-01"),
    ),
    "early, practice": (DIRECTION, ev.TrustWentLive("2017-04-01")),
    "early, practice, possibly": (DIRECTION, ev.TrustWentLive("2017-07")),
    "early, practice, by a start": (SIF, restarted("2015-07-01")),
    "too early or too late, possibly": (DIRECTION, ev.TrustWentLive("2017/2018")),
    "deadline missed": (PLANS, ev.RequirementMet("2016-12", what="plans")),
    "deadline missed, possibly": (PLANS, ev.RequirementMet("2016-11", what="plans")),
    "deadline missed, policy": (POLICY, REVIEWED),
    "deadline missed, of an open end": (
        WITHIN_A_MONTH,
        ev.Note("2016-11-15"),
        ev.RequirementMet("2016-12-31", what="plans"),
    ),
    "out of order": (ev.Note("2018-04-01"), ev.Note("2018-03-31")),
    "not allowed": (ev.ShadowStarted("2016-07"),),
    "not an event": (named("launched"),),
    "no beginning": (ev.ImprovementNoticeLifted("2018-07"),),
    "no beginning, of several": (ev.InterventionSteppedDown("2018-07"),),
    "nobody asked": (ev.RequirementMet("2018-07", what="nothing"),),
    "repeated": (ev.MindedToDirect("2016-07-01"), ev.MindedToDirect("2016-07-01")),
    "after the abolition": (ABOLISHED, ev.ImprovementNoticeIssued("2021-04-02")),
    "after the abolition, possibly": (ABOLISHED, ev.ImprovementNoticeIssued("2021-04")),
    "after the abolition, of others": (ABOLISHED, ev.VisitLetterPublished("2021-05", kind="jtai")),
    "after the abolition, of others, possibly": (
        ABOLISHED,
        ev.VisitLetterPublished("2021-04", kind="jtai"),
    ),
    "off the route": (ev.CommissionerAppointed("2016-07-01"),),
    "off the route, with precedents": (RATED, ev.DecisionAnnounced("2016-07-01", outcome="retain")),
    "off the route, without precedent": (ev.PartnershipStarted("2016-07-01"),),
}
"""For each kind of finding, events of which the last gives it."""
INHERITED = tf.History(
    "North Northamptonshire",
    [
        ev.ActionPlanPublished("2021-07-01"),
        ev.RequirementMet("2021-08-01", what="plans"),
    ],
    succeeds="Northamptonshire",
    inherits=[
        inspection("2021-03-01", received_on="2021-03-01"),
        ev.DirectionIssued("2021-03-02", deadlines=tf.Deadline("plans", due="2021-06-30")),
    ],
)
"""A council that is late for what an inspection and a direction of its predecessor asked."""


def findings_of(*events):
    """Return every finding on some events."""
    return tf.check(history_of(*events)).findings


def test_the_sentences_are_those_reviewed(holds):
    """The golden file has each kind of finding, certain and possible, with its label."""
    lines = []
    for title, events in EXAMPLES.items():
        lines += [f"# {title}", *map(str, findings_of(*events)), ""]
    lines += ["# inherited", *map(str, tf.check(INHERITED).findings), ""]
    holds(GOLDEN, "\n".join(lines))


@HALF
@given(loose_histories())
def test_no_message_prints_a_bound_of_the_calendar(history):
    """A date with an open end is "March 2010 or later"; the events are of 2005 to 2029."""
    for finding in tf.check(history).findings:
        assert not re.search("1899|1900|2199|2200", finding.message)


@pytest.mark.parametrize("history", histories(), ids=lambda history: history.authority)
def test_the_outcome_comes_first(history):
    """The first sentence of every finding of the casebook has at most 30 words."""
    for finding in tf.check(history).findings:
        first = re.split(r"\.(?: |$|\n)", finding.message)[0]
        assert len(first.split()) <= 30, first
        assert finding.message.startswith('"')


@pytest.mark.parametrize(
    ("strength", "certain", "expected"),
    [
        ("logic", True, "Error (logic): It came."),
        ("law", True, "Late, on the dates held here (law): It came."),
        ("law", False, "Possibly late (law): It came."),
        ("policy", True, "Departure (policy): It came."),
        ("practice", True, "Remark (practice): It came."),
        ("practice", False, "Possible remark (practice): It came."),
    ],
)
def test_a_finding_as_text_starts_with_its_label(strength, certain, expected):
    """The label gives the severity and the strength, and whether it is only possible."""
    finding = tf.Finding("x", Strength(strength), certain=certain, index=0, message="It came.")
    assert expected == str(finding)


# Findings on the law, and who had to act


def test_a_law_finding_does_not_say_that_the_law_was_broken():
    """The message gives the delay on the dates held here, and what it does not claim."""
    (finding,) = findings_of(RECEIVED, ev.ActionPlanPublished("2017-03-10"))
    assert finding.message.startswith(
        '"Action plan published" (10 March 2017) is 2 working days late under action-plan, '
        "on the dates held here: due by 8 March 2017"
    )
    assert (
        "Dates may be incomplete or taken from the press. "
        "This is not a finding that the council broke the law."
    ) in finding.message


def test_a_law_finding_names_its_duty_holder():
    """The employer, not the council, must give employee information."""
    findings = findings_of(*EXAMPLES["early, law"])
    (finding,) = (finding for finding in findings if finding.strength == "law")
    assert "This is not a finding that the employer broke the law." in finding.message


def test_a_finding_names_who_had_to_act():
    """A delay of Ofsted is not shown as one of the council."""
    findings = findings_of(*EXAMPLES["late, practice, by a start"])
    (finding,) = (found for found in findings if found.rule)
    assert "Ofsted" == finding.duty_holder
    assert "Duty holder: Ofsted." in finding.message


def test_an_early_event_is_not_called_late():
    """A go-live too soon after the employee information is too early."""
    findings = findings_of(*EXAMPLES["early, law"])
    (finding,) = (finding for finding in findings if finding.strength == "law")
    assert "Too early, on the dates held here (law)" == finding.label
    assert "is 1 day too early under employee-information-28" in finding.message


@pytest.mark.parametrize(
    ("given", "live"),
    [("2018-03-20", "2018-04-01"), ("2018-03-20", "2018"), ("2018-03", "2018-04")],
    ids=["certain", "in a year", "in months"],
)
def test_the_label_of_an_early_event_says_so_also_if_it_is_only_possible(given, live):
    """A go-live that may be too early was labelled as possibly late."""
    events = [DIRECTION, evolve(INFORMED, on=given), ev.TrustWentLive(live)]
    (finding,) = (finding for finding in findings_of(*events) if finding.strength == "law")
    assert finding.certain is (live == "2018-04-01")
    assert "too early (law)" in finding.label.replace(", on the dates held here", "").lower()


@HALF
@given(processes().flatmap(lambda process: st.tuples(st.just(process), loose_histories(process))))
def test_the_label_of_a_breach_agrees_with_its_message(drawn):
    """The label calls an event too early if its message does, and does not call it late."""
    process, history = drawn
    for finding in tf.check(history, process).findings:
        if finding.code == "date_rule" and finding.strength is Strength.LAW:
            message = finding.message.replace(finding.rule or "", "")
            is_early = " too early under " in message and " late under " not in message
            assert is_early is ("too early" in finding.label.lower())
            assert is_early or " late under " in message or " breaks " in message


def test_a_joint_inspection_does_not_say_that_the_council_received_the_letter():
    """Another body can be the principal authority, and what it received is a letter."""
    letter = ev.VisitLetterPublished(
        "2019-01-04", kind="jtai", statement_required=True, principal_authority="A police force"
    )
    plan = ev.ActionPlanPublished("2019-06-01", responds_to="joint inspection")
    report = ev.ReportPublishedByCouncil("2019-06-02", responds_to="joint inspection")
    findings = findings_of(letter, plan, report)
    assert ["joint-statement", "joint-report"] == [finding.rule for finding in findings]
    for finding in findings:
        assert "after the letter's receipt (between " in finding.message
        assert "The day of receipt is not on record; it was measured" in finding.message
        assert not re.search("report is not|the council", finding.message.replace("by the", ""))


@pytest.mark.parametrize(
    ("events", "bound"),
    [
        ((DIRECTION, ev.TrustWentLive("2017-07")), "The usual time is 9 to 24 months after "),
        ((LETTER, ev.PlanSubmitted("2018-11")), "The rule asks for at most 70 working days after "),
    ],
    ids=["practice", "inspectorate"],
)
def test_a_measured_rule_asks_for_nothing(events, bound):
    """A rule of practice says what was usual; a rule of any other strength asks for it."""
    (finding,) = (finding for finding in findings_of(*events) if not finding.certain)
    assert f" {bound}" in finding.message


# What single messages say


def test_a_judgement_in_words_out_of_use_is_explained():
    """The message gives the word and when it was in use."""
    message = message_of(inspection("2015-06-05", "adequate"))
    expected = (
        '"Inspection published: not inadequate" (5 June 2015) uses the word "adequate", '
        "which was in use only until 31 October 2013."
    )
    assert expected == message


def test_the_message_of_a_relaxed_rule_cites_the_relaxation():
    """A remark does not speak of breaking the law."""
    start = inspection("2020-01-15", received_on="2020-01-15")
    message = message_of(start, ev.ActionPlanPublished("2020-12-24"))
    assert "The rule was relaxed for that due day: SI 2020/445 regs 7 and 14(1)" in message
    assert "broke the law" not in message


@pytest.mark.parametrize(
    ("again", "day"),
    [
        ({"due": "2016-12-03"}, "due 3 December 2016"),
        ({"within": "2 weeks"}, "due 2 weeks later"),
        ({"note": "Moved to the next meeting."}, "without a day"),
    ],
    ids=["due", "within", "no day"],
)
@pytest.mark.parametrize("met", ["2016-12-05", "2016-12"], ids=["certain", "possible"])
def test_the_message_of_a_missed_deadline_says_that_it_was_set_again(again, day, met):
    """The finding stays, because the deadline was set again only after its day."""
    events = [
        dated("2016-10-06", "2016-12-01", "transfer plans"),
        ev.DeadlineSet("2016-12-02", what="Transfer  plans", **again),
        ev.RequirementMet(met, what="transfer plans"),
    ]
    finding, *_ = tf.check(history_of(*events)).findings
    assert finding.message.endswith(f' "Deadline set" (2 December 2016) set it again, {day}.')


def test_the_message_of_a_missed_deadline_gives_the_delay_and_the_setter():
    """The message has the requirement and its due day; the finding cites the setter's source."""
    setter = evolve(dated("2016-10-06", "2016-12-01", "transfer plans"), sources=ARTICLE)
    (finding,) = tf.check(
        history_of(setter, ev.RequirementMet("2016-12-05", what="transfer plans"))
    ).findings
    assert (
        '"Requirement met" (5 December 2016) is 4 days late under the deadline "transfer plans", '
        "on the dates held here: due by 1 December 2016. "
        'It was set by "Direction issued: purpose not known" (6 October 2016).' == finding.message
    )
    assert (
        tf.Citation(
            "Direction issued: purpose not known on 6 October 2016: Public Sector Executive",
            url="https://example.org/1",
        )
        == finding.citation
    )


def test_the_message_of_a_rule_that_no_day_keeps_gives_no_distance():
    """Some days are too early and the others too late, so no one distance is right."""
    rule = tf.DateRule(
        id="exactly",
        requires="The note comes a month after the other subject",
        starts="other_subject",
        ends="note",
        at_least="1 month",
        at_most="1 month",
        strength="practice",
        citation=tf.Citation("nobody"),
    )
    process = tf.TRUST_TRANSFER.extended(rules=[rule])
    events = [ev.Note("2019-02-28/2019-03-01", subject="SEND"), ev.Note("2019-03-30")]
    (finding,) = tf.check(history_of(*events), process).findings
    assert finding.certain
    assert (
        '"Note" (30 March 2019) breaks exactly on each of its possible days. '
        "The rule is 1 to 1 month" in finding.message
    )


def test_a_refusal_in_a_final_stage_says_that_nothing_leads_out():
    """The message also says that nothing recorded first would help."""
    process = asking_process()
    events = [process.event(trigger, "2020-01-01") for trigger in ("grant", "grant")]
    (finding,) = tf.check(tf.History("Somewhere", events), process).findings
    assert (
        '"Granted" (1 January 2020) is not allowed in the stage "Done".\n'
        "No event leads to another stage.\n"
        "Nothing that could be recorded first would allow it."
    ) == finding.message


def test_the_message_of_a_rule_without_a_citation_has_no_source():
    """A process refuses such a rule; a message can be written before there is a process."""
    process = asking_process()
    asked, granted = process.event("ask", "2020-01-01"), process.event("grant", "2020-01-10")
    clock = RunningClock(asked, (asked.on.first, asked.on.last), measured=False)
    message = date_rule_broken(
        process,
        answer_rule(at_most="5 days", citation=None),
        clock=clock,
        end=granted,
        end_days=(granted.on.first, granted.on.last),
        strength=Strength.LAW,
        certain=True,
    )
    assert (
        '"Granted" (10 January 2020) is 4 days late under answer, on the dates held here: '
        'due by 6 January 2020. That is 5 days after "Asked" (1 January 2020).'
    ) == message


# A process that is not the trust transfer

TRUST_TRANSFER_WORDS = re.compile(
    r"\b(Ofsted|councils?|directions?|Acts?|trusts?|inspections?|commissioners?|the law)\b"
)


def asked_and_granted(process, asked, granted):
    """Return the only finding on a request and its answer."""
    events = [process.event("ask", asked), process.event("grant", granted)]
    (finding,) = tf.check(tf.History("Somewhere", events), process).findings
    return finding


def test_a_finding_on_a_fallback_gives_the_note_of_the_rule():
    """The note of the process's own rule says where the fallback comes from."""
    rule = answer_rule(
        at_most="5 days",
        start_field="known_on",
        fallback=(days(2), days(1)),
        fallback_note="The day of receipt is taken from the postmark.",
    )
    finding = asked_and_granted(asking_process(rule), "2020-01-03", "2020-02-01")
    assert not finding.certain
    assert (
        '"Granted" (1 February 2020) may be late under answer. The dates held here are not exact '
        'enough to settle this. The rule asks for at most 5 days after "Asked" '
        "(between 1 January 2020 and 4 January 2020). "
        "The day of receipt is taken from the postmark. Source of the rule: a statute, section 1."
    ) == finding.message
    assert not TRUST_TRANSFER_WORDS.search(str(finding))


def test_a_finding_on_a_fallback_without_a_note_gives_none():
    """The kit has no sentence of its own for it."""
    rule = answer_rule(at_most="5 days", start_field="known_on", fallback=(days(2), days(1)))
    finding = asked_and_granted(asking_process(rule), "2020-01-03", "2020-02-01")
    assert finding.message.endswith(
        "(between 1 January 2020 and 4 January 2020). Source of the rule: a statute, section 1."
    )


def test_a_finding_on_a_stated_day_does_not_give_the_note_of_the_fallback():
    """The note is about a day that is not on record."""
    rule = answer_rule(
        at_most="5 days",
        start_field="known_on",
        fallback=("0 days", "0 days"),
        fallback_note="The day is taken from the postmark.",
    )
    process = asking_process(rule)
    asked = process.event("ask", "2020-01-03", known_on="2020-01-03")
    history = tf.History("Somewhere", [asked, process.event("grant", "2020-02-01")])
    (finding,) = tf.check(history, process).findings
    assert "postmark" not in finding.message


def test_a_law_finding_without_a_duty_note_names_the_duty_holder_only():
    """A process that gives no duty note claims nothing about the law."""
    rule = answer_rule(at_most="5 days", duty_holder="clerk")
    finding = asked_and_granted(asking_process(rule), "2020-01-03", "2020-02-01")
    assert (
        '"Granted" (1 February 2020) is 24 days late under answer, on the dates held here: '
        'due by 8 January 2020. That is 5 days after "Asked" (3 January 2020). '
        "Duty holder: clerk. Source of the rule: a statute, section 1."
    ) == finding.message
    assert not TRUST_TRANSFER_WORDS.search(str(finding))


@pytest.mark.parametrize(
    ("duty_holder", "note"),
    [("clerk", "The clerk may disagree."), (None, "The duty holder may disagree.")],
)
def test_a_duty_note_names_the_duty_holder(duty_holder, note):
    """A rule without a duty holder speaks of the duty holder."""
    rule = answer_rule(at_most="5 days", duty_holder=duty_holder)
    process = asking_process(rule, duty_note="The {duty_holder} may disagree.")
    finding = asked_and_granted(process, "2020-01-03", "2020-02-01")
    assert f" {note} Source of the rule: {PROVISION.text}." in finding.message
    assert "Duty holder" not in finding.message


@pytest.mark.parametrize("note", ["{", "{}", "{{", "{…}"])
def test_other_braces_in_a_duty_note_are_kept(note):
    """Only `{duty_holder}` is replaced; a process refuses other words in braces."""
    process = asking_process(answer_rule(at_most="5 days"), duty_note=f"{note} may disagree.")
    finding = asked_and_granted(process, "2020-01-03", "2020-02-01")
    assert f" {note} may disagree. Source of the rule" in finding.message


@HALF
@given(st.data())
def test_no_finding_of_another_process_speaks_of_the_trust_transfer(data):
    """The words of its messages are those of the process, of its histories and of the kit."""
    process = data.draw(processes())
    history = data.draw(loose_histories(process))
    texts = [
        *process.triggers.values(),
        *(info.label for info in process.stages.values()),
        *(text for rule in process.rules for text in (rule.duty_holder, rule.citation.text)),
        *(deadline.what for event in history for deadline in event.deadlines),
    ]
    # Hypothesis also draws texts from the source code.
    assume(not any(TRUST_TRANSFER_WORDS.search(text or "") for text in texts))
    for finding in tf.check(history, process).findings:
        assert not TRUST_TRANSFER_WORDS.search(finding.message)


# Wording that is fixed


def test_the_disclaimer_is_word_for_word():
    """README, docs, pages, deadlines and calendars show this text."""
    assert (
        "trustflow shows what its sources say and the dates that follow from the rules it cites. "
        "It is not legal advice and not an official record. Check the direction, the Act and the "
        "council's own papers before you rely on a date." == tf.TRUST_TRANSFER.disclaimer
    )


def test_the_sentence_on_what_is_not_recorded_is_word_for_word():
    """The absence of a record proves nothing."""
    assert (
        "No record held here that this was done. That does not show that it was not done."
        == NOT_RECORDED
    )


@pytest.mark.parametrize(
    ("source", "caveat"),
    [
        (ARTICLE, ""),
        (
            tf.Source("CYP Now"),
            "Reported by CYP Now; not checked against a primary source.",
        ),
        (RUMOUR, "Inferred from A forum; no source states it."),
        (
            tf.Source("CYP Now", copy_of="Ofsted"),
            (
                "Reported by CYP Now; not checked against a primary source. "
                "Copy of a page first published by Ofsted; the original was not seen."
            ),
        ),
    ],
)
def test_the_caveat_on_a_source_is_word_for_word(source, caveat):
    """The caveat depends on the confidence, and on whether the source is a copy."""
    assert caveat == source.caveat


@pytest.mark.parametrize(
    ("trigger", "words"),
    [
        ("direction_issued_takeover", "functions exercised by commissioners"),
        ("commissioner_stood_down", "appointment ended"),
        ("employee_information_given", "employee liability information"),
    ],
)
def test_labels_use_the_terms_for_people(trigger, words):
    """The names of the triggers differ from the terms that people read."""
    assert words in tf.TRUST_TRANSFER.triggers[trigger]
