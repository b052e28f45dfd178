"""The arguments that describe an event: its source, its variant, and a day in the future."""

import pytest

import trustflow as tf
from tests.cli.command_words import TODAY
from tests.cli.samples import LATE
from trustflow import events as ev
from trustflow.engine import capital

pytestmark = pytest.mark.usefixtures("present")
OFSTED = ["--source", "Ofsted"]


# Sources, areas, notes


def test_all_of_a_source_is_recorded(answer, saved):
    """Each field of a source has an option; a day can be `today`."""
    path = saved(tf.History("Kent"))
    words = ["--url", "https://example.org/1", "--published", "today", "--confidence", "high"]
    more = ["--note", "[sic]", "--known-on", "2026-10-19"]
    answer("record", path, "inspection_published_inadequate", "2026-10", *OFSTED, *words, *more)
    (event,) = tf.load(path)
    source = tf.Source(
        "Ofsted", url="https://example.org/1", published="2026-10-20", confidence="high"
    )
    assert ((source,), "[sic]") == (event.sources, event.note)
    assert "2026-10-19" == event.known_on.text


@pytest.mark.parametrize(
    "words",
    [
        ["--url", "https://example.org/1"],
        ["--published", "2016"],
        ["--confidence", "high"],
        ["--confidence", "high", "--published", "2016"],
    ],
)
def test_a_detail_of_no_source_is_refused(refusal, kept, words):
    """The message names the option that would be lost, and `--source`."""
    message = refusal("record", kept, "note", "2018", *words)
    assert all(word in message for word in words[::2])
    assert "--source TITLE" in message


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ('sources=[{"title": "Ofsted"}]', "--source"),
        ("sources=Ofsted", "--source"),
        ("url=https://example.org/1", "--source"),
        ("confidence=high", "--source"),
        ("published=2016", "--source"),
        ("on=2016", "Expected the trigger and the day once"),
        ("event=note", "Expected the trigger and the day once"),
        ("source=Ofsted", "$.source"),
    ],
)
def test_a_field_that_would_be_lost_is_refused(refusal, kept, field, message):
    """What is not a field of the event is refused with the option that means it."""
    assert message in refusal("record", kept, "note", "2018", "--field", field)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--field", "topic=context", "--field", "topic=other"], "--field topic=… is given twice"),
        (["--note", "a", "--field", "note=b"], "note is given twice: with --note and with --field"),
        (["--known-on", "2019", "--field", "known_on=2019"], "known_on is given twice"),
        (["--areas", "a=good", "--areas", "a=inadequate"], "--areas a=… is given twice"),
        (["--areas", "a=good", "--field", "areas=b=good"], "areas is given twice"),
    ],
)
def test_a_value_that_would_replace_another_is_refused(refusal, kept, words, message):
    """No value is lost because another one is given later."""
    assert message in refusal("record", kept, "note", "2018", *words)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        *[("--source", "Ofsted"), ("--url", "https://example.org/1"), ("--published", "2016")],
        *[("--confidence", "high"), ("--known-on", "2016"), ("--note", "a")],
    ],
)
def test_an_option_of_one_value_is_given_once(run, kept, option, value):
    """A second source is not dropped in silence."""
    before = kept.read_bytes()
    code, _, message = run("record", kept, "note", "2018", option, value, option, value)
    assert 2 == code
    assert f"{option} is given twice. Give it once." in message
    assert before == kept.read_bytes()


AREAS = ["--areas", "help and protection=inadequate", "--areas", "care; leaving=good"]


@pytest.mark.parametrize(
    ("trigger", "words", "expected"),
    [
        ("inspection_published", AREAS, "inspection_published_inadequate"),
        ("inspection_published", ["--areas", "care=good"], "inspection_published_not_inadequate"),
        ("inspection_published_inadequate", AREAS, "inspection_published_inadequate"),
        (
            "inspection_published",
            ["--field", "judgement=inadequate"],
            "inspection_published_inadequate",
        ),
        ("direction_issued", ["--field", "purpose=trust"], "direction_issued_trust"),
        ("visit_made", ["--field", "kind=focused"], "visit_made_focused"),
    ],
)
def test_an_event_without_its_variant(answer, saved, trigger, words, expected):
    """The fields decide the variant; the areas alone decide it for an inspection."""
    path = saved(tf.History("Kent"))
    answer("record", path, trigger, "2026-08", *words)
    (event,) = tf.load(path)
    assert expected == event.trigger
    if words is AREAS:
        areas = {"help and protection": "inadequate", "care; leaving": "good"}
        assert (None, areas) == (event.judgement, dict(event.areas))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["inspection_published"], "judgement=… or areas=…"),
        (["inspection_published", "--areas", "care"], "Expected NAME=GRADE, such as 'help and"),
        (["inspection_published", "--areas", "=good"], "Invalid --areas: '=good'"),
        (["inspection_published", "--areas", "care=fine"], "'fine'"),
        (["note", "--areas", "care=good"], "$.areas"),
        (["direction_issued"], "purpose=…"),
    ],
)
def test_a_variant_that_nothing_decides_is_refused(refusal, kept, words, message):
    """The message has what to give; a wrong area or grade is quoted."""
    trigger, *more = words
    assert message in refusal("record", kept, trigger, "2018", *more)


SUBJECT = ["--field", "subject=whole council"]


@pytest.mark.parametrize(
    ("trigger", "words"),
    [
        ("partnership_started", []),
        ("trust_went_live", []),
        ("inspection_published", ["--field", "judgement=inadequate"]),
        ("direction_issued", ["--field", "purpose=trust"]),
        ("improvement_notice_lifted", []),
    ],
)
def test_an_event_on_another_subject_is_named_by_its_class(answer, saved, trigger, words):
    """It is recorded and changes nothing."""
    path = saved(tf.History("Kent"))
    assert "Kent: Not on the road to a trust\n" in answer(
        "record", path, trigger, "2018", *words, *SUBJECT
    )
    (event,) = tf.load(path)
    assert ("other_subject", trigger) == (event.trigger, event.event_name)


@pytest.mark.parametrize("trigger", ["inspection_published_inadequate", "direction_issued_trust"])
def test_a_variant_on_another_subject_is_refused(refusal, kept, trigger):
    """The message names the class, with which the event can be recorded."""
    message = refusal("record", kept, trigger, "2018", *SUBJECT)
    assert f"Use {trigger.rpartition('_')[0]}, or give other fields." in message


# Days in the future


@pytest.mark.parametrize("day", ["2026-10-21", "2026-11", "2027", "2027-03-29/.."])
def test_a_day_that_has_not_come_is_refused(refusal, kept, day):
    """The message says how a planned event is recorded."""
    words = tf.PartialDate.parse(day).words
    message = refusal("record", kept, "trust_went_live", day)
    assert f"trustflow: {capital(words)} has not come yet." in message
    assert "With --planned it is recorded as a deadline." in message


@pytest.mark.parametrize("day", ["today", "2026-10-20", "2026-10", "2026", "2026-10-19/.."])
def test_a_day_that_may_have_come_is_accepted(answer, saved, day):
    """The present month may have seen the event already."""
    path = saved(tf.History("Kent"))
    answer("record", path, "note", day)
    assert 1 == len(tf.load(path))


@pytest.mark.parametrize("day", ["2027-03-29", "2027-03", "2026-10"])
def test_a_planned_event_is_a_deadline(answer, saved, day):
    """It is set today, asks for the event, and has the source and the note."""
    path = saved(LATE)
    words = ["--planned", *OFSTED, "--confidence", "high", "--note", "by letter"]
    out = answer("record", path, "trust_went_live", day, *words)
    assert f"  Deadline: Trust went live, due {tf.PartialDate.parse(day).words}\n" in out
    event = ev.DeadlineSet(
        TODAY,
        what="trust went live",
        due=day,
        met_by="trust_went_live",
        sources=tf.Source("Ofsted", confidence="high"),
        note="by letter",
    )
    assert event == tf.load(path)[-1]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["trust_went_live", "2026-10-20", "--planned"], "Expected a day after 2026-10-20"),
        (["trust_went_live", "2016", "--planned"], "without a plan"),
        (["trust_went_live", "today", "--planned"], "2026-10-20"),
        (["trust_wnt_live", "2027", "--planned"], "Did you mean 'trust_went_live'?"),
        (["note", "2027", "--planned", "--field", "topic=other"], "without --field"),
        (["note", "2027", "--planned", "--areas", "a=good"], "without --areas"),
        (["note", "2027", "--planned", "--known-on", "2016"], "without --known-on"),
        (["note", "2016", "--known-on", "2027"], "2027, the day of --known-on, has not come yet."),
        (["note", "2016", "--field", "known_on=2099"], "2099, the day of --known-on, has not come"),
        (
            ["note", "2016", "--source", "x", "--published", "2026-11-30"],
            "30 November 2026, the day of --published, has not come yet.",
        ),
        (
            ["inspection_published_inadequate", "2016", "--field", "received_on=2027"],
            "2027, the day of received_on, has not come yet.",
        ),
    ],
)
def test_a_plan_that_cannot_be_kept_is_refused(refusal, kept, words, message):
    """A plan has a day in the future and no details of an event that has not happened."""
    assert message in refusal("record", kept, *words)
