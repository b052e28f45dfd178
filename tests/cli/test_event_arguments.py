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
        ("source=Ofsted", "--field source: "),
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
        (["inspection_published"], "--field judgement=… or --areas …"),
        (["inspection_published", "--areas", "care"], "Expected NAME=GRADE, such as 'help and"),
        (["inspection_published", "--areas", "=good"], "Invalid --areas: '=good'"),
        (["inspection_published", "--areas", "care=fine"], "'fine'"),
        (["note", "--areas", "care=good"], "--areas: found"),
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
    answer("record", path, "note", day, "--note", "x")
    assert 1 == len(tf.load(path))


@pytest.mark.parametrize(
    ("trigger", "words", "name"),
    [
        ("inspection_published", ["--field", "judgement=good", "--field"], "received_on"),
        ("inspection_published", ["--field", "judgement=good", "--field"], "inspected"),
        ("visit_letter_published_jtai", ["--field"], "received_on"),
        ("note", ["--field"], "known_on"),
    ],
)
def test_a_field_cannot_have_a_day_that_has_not_come(refusal, kept, trigger, words, name):
    """A rule cannot count from a day on which nothing has happened yet."""
    *more, last = words
    message = refusal("record", kept, trigger, "2018", *more, last, f"{name}=2027-03-29")
    assert f"29 March 2027, the day of {name}, has not come yet." in message


def test_one_of_several_days_has_not_come(refusal, kept):
    """Each day of a field with several is looked at."""
    words = ["--field", "judgement=good", "--field", 'inspected=["2016", "2027"]']
    message = refusal("record", kept, "inspection_published", "2018", *words)
    assert "2027, the day of inspected, has not come yet." in message


def test_a_field_of_what_is_to_come_may_have_its_day(answer, kept):
    """The end of a direction, or the day of a deadline, can lie in the future."""
    answer("record", kept, "direction_issued_trust", "2018", "--field", "ends=2027-03-29")
    answer("record", kept, "deadline_set", "2018", "--field", "what=a", "--field", "due=2027")
    assert ["2027-03-29", "2027"] == [tf.load(kept)[2].ends.text, tf.load(kept)[3].due.text]


def test_the_day_of_a_source_has_come(refusal, kept):
    """A source that has not appeared yet is refused."""
    words = ["--source", "Ofsted", "--published", "2027-03"]
    message = refusal("record", kept, "note", "2018", *words)
    assert "March 2027, the day of --published, has not come yet." in message


@pytest.mark.parametrize("word", ["today", "Today", " today "])
def test_a_field_with_a_date_can_be_today(answer, saved, word):
    """The word is a day in a field that holds a date, and a text in any other."""
    path = saved(tf.History("Kent"))
    words = ["--field", f"received_on={word}", "--field", f"remit={word}"]
    answer("record", path, "inspection_published_inadequate", "2026-10-19", *words)
    (event,) = tf.load(path)
    assert (TODAY, word) == (event.received_on.text, event.remit)


@pytest.mark.parametrize(
    ("word", "day"),
    [("yesterday", "2026-10-19"), ("Yesterday", "2026-10-19"), ("tomorrow", "2026-10-21")],
)
def test_another_word_for_a_day_is_refused_with_the_day(refusal, kept, word, day):
    """The message has the day to write."""
    assert f"Write the day: {day}." in refusal("record", kept, "note", word)


@pytest.mark.parametrize(
    ("trigger", "words", "missing"),
    [
        ("inspection_published_inadequate", [], True),
        ("inspection_published_inadequate", ["--field", "received_on=2018"], False),
        ("visit_letter_published_priority_action", [], True),
        ("visit_letter_published_priority_action", ["--field", "plan_asked=no"], False),
        ("visit_letter_published_focused", [], False),
        ("note", ["--note", "x"], False),
    ],
)
def test_a_day_from_which_a_rule_counts_is_asked_for(answer, kept, trigger, words, missing):
    """Without the day of receipt, due days are inexact; the command that adds it is printed."""
    out = answer("record", kept, trigger, "2018-10", *words)
    assert missing == ("(received_on). Without it, the due days counted from it" in out)
    assert missing == (f"replace {kept} 3 --field received_on=DATE" in out)


def test_a_day_from_which_no_rule_counts_yet_is_not_asked_for(answer, saved):
    """The rules on reports came into force in 2007."""
    path = saved(tf.History("Kent"))
    assert "Not given" not in answer("record", path, "inspection_published_inadequate", "2006-05")


@pytest.mark.parametrize("trigger", ["note", "requirement_met", "deadline_set"])
def test_a_plan_that_only_a_note_describes(answer, refusal, saved, trigger):
    """Its words are the deadline, which the next note does not meet."""
    path = saved(LATE)
    assert f"A planned {trigger} needs its words" in refusal(
        "record", path, trigger, "2027-01-14", "--planned"
    )
    out = answer("record", path, trigger, "2027-01-14", "--planned", "--note", "meeting")
    assert "  Deadline: Meeting, due 14 January 2027\n" in out
    answer("record", path, "note", "today", "--note", "something else")
    (meeting,) = (due for due in tf.deadlines(tf.load(path), TODAY) if due.what == "meeting")
    assert "open" == meeting.status
    answer("record", path, "requirement_met", "today", "--field", "what=meeting")
    (meeting,) = (due for due in tf.deadlines(tf.load(path), TODAY) if due.what == "meeting")
    assert "met" == meeting.status


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
        (["note", "2016", "--field", "known_on=2099"], "2099, the day of known_on, has not come"),
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


@pytest.mark.parametrize(
    ("words", "messages"),
    [
        (
            ["inspection_published", "--areas", "help=bad", "--field", "framework=X"],
            ["2 faults in the options of the event:", "--areas: found", "--field framework: found"],
        ),
        (["inspection_published"], ["Give --field judgement=… or --areas …, or one of"]),
        (["visit_letter_published"], ["Give --field kind=… or --field statement_required=… or"]),
        (["note", "--field", 'deadlines=[{"what": 1}]'], ["--field deadlines[0].what: found"]),
        (["nte"], ["Unknown trigger 'nte'. Did you mean 'note'?"]),
    ],
)
def test_faults_name_the_options(refusal, kept, words, messages):
    """The paths of files and the arguments of Python mean nothing on a command line."""
    trigger, *rest = words
    message = refusal("record", kept, trigger, "2016-01", *rest)
    assert all(text in message for text in messages)
    assert "$." not in message


@pytest.mark.parametrize("trigger", ["note", "other_subject"])
@pytest.mark.parametrize("command", [["record"], ["insert"], ["replace", "1"]])
@pytest.mark.parametrize("words", [[], ["--field", "topic=review"], ["--source", "A letter"]])
def test_a_note_needs_its_words(refusal, kept, trigger, command, words):
    """Without them it says nothing; the file stays as it was."""
    before = kept.read_bytes()
    name, *place = command
    message = refusal(name, kept, *place, trigger, "2018", *words)
    assert "A note needs its words: say what happened in --note TEXT." in message
    assert before == kept.read_bytes()


def test_the_words_of_a_note_can_be_a_field(answer, kept):
    """`--field note=…` gives them too; another event needs none."""
    answer("record", kept, "note", "2018", "--field", "note=a call")
    answer("record", kept, "commissioner_appointed", "2018")
    assert ["a call", None] == [event.note for event in tf.load(kept)[-2:]]
