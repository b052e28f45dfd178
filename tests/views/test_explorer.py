"""The explorer of a process gives the days of `due`, and shows every text of it as text."""

import datetime as dt
import inspect
import json
import re
from functools import cache

import attrs
import pytest
import quickjs
from attrs import validators
from hypothesis import given
from hypothesis import strategies as st

import trustflow as tf
from tests.examples import at_most
from tests.views.samples import HOSTILE
from tests.views.test_page import Read
from trustflow import events as ev
from trustflow.dates import LAST_PUBLISHED_YEAR, PartialDate, bank_holidays_between
from trustflow.dates.edtf import MONTH_NAMES
from trustflow.queries import PROJECTED
from trustflow.testing import days, processes
from trustflow.views import EXPLORER_DAYS
from trustflow.views.case_page import policy
from trustflow.views.explorer.tables import EPOCH, day_tables

MOST_BYTES = 500_000
BOOK = tf.Citation("Rules of the library", url="https://example.org/rules")
RULE = {"starts": "lent", "ends": "returned", "strength": "policy", "citation": BOOK}
LOAN = tf.Process(
    name="loan",
    title="A book on loan",
    stages={
        "home": tf.StageInfo("Home", "Here."),
        "out": tf.StageInfo("Out", "There."),
        "lost": tf.StageInfo("Lost", "Nowhere.", final=True),
    },
    initial="home",
    triggers={
        "lent": "lent out",
        "renewed": "renewed",
        "returned": "brought back",
        "missed": "missed",
    },
    moves=[
        tf.Move("lent", "home", "out"),
        tf.Move("renewed", "out", "out", "P"),
        tf.Move("returned", "out", "home"),
        tf.Move("missed", "out", "lost", "A", [tf.Precedent("Atlas", "2016", citation=BOOK)]),
        tf.Move("missed", "home", "lost", "P"),
    ],
    rules=[
        tf.DateRule(
            id="back",
            requires="the book is brought back",
            at_least="1 day",
            at_most="3 months",
            since="2015-02-01",
            until="2020-01-31",
            in_force_to_due=True,
            on_entering="out",
            **RULE,
        ),
        tf.DateRule(id="soon", requires="It comes soon", at_most="40 working days", **RULE),
        tf.DateRule(id="late", requires="It comes", at_most="1 year", in_force_by_end=True, **RULE),
    ],
)
"""A process with one rule of each kind, none of which is the law's."""
NOTES = {
    "Whether the rule is in force is decided by the ending day, not by this day.",
    "The rule applies only under its conditions, which are listed below.",
}
"""The sentences of the explorer that `due` does not have."""


def lent(name, *on):
    """Return a history of a book that was lent and brought back in turn."""
    events = zip(["lent", "returned"] * len(on), on, strict=False)
    slip = tf.Source("A slip", confidence="high")
    return tf.History(name, [LOAN.event(each, day, sources=[slip]) for each, day in events])


def tables_in(page):
    """Return the tables of a page as its script reads them."""
    found = re.search(r'id="tables">(.*?)</script>', page, re.DOTALL)
    return json.loads(found[1])


@cache
def page():
    """Return the explorer of the trust transfer."""
    return tf.explorer()


@cache
def counting():
    """Return the functions of the script that count, and one for the words of a day.

    The engine that runs them has no words for days, which a browser has.
    """
    script = re.search(r"<script>(.*?)</script>", page(), re.DOTALL)[1]
    functions = re.search(r"  const daysOf = .*?(?=\n  const outcome = )", script, re.DOTALL)[0]
    return f"""
        const months = {json.dumps(MONTH_NAMES)};
        const inWords = day => {{
          const date = new Date(day * 864e5);
          return [date.getUTCDate(), months[date.getUTCMonth()], date.getUTCFullYear()].join(" ");
        }};
        {functions}
    """


def counter(tables):
    """Return a function of a rule and a day, which gives what the script of a page answers."""
    context = quickjs.Context()
    context.eval(f"{counting()}; const tables = {json.dumps(tables)};")
    context.eval("for (const span of tables.spans) span.days = daysOf(span);")
    return lambda number, day: json.loads(
        context.eval(f"JSON.stringify(count(tables, {number}, {day}))")
    )


def date(day):
    """Return a day of the tables as a date; None for None."""
    return None if day is None else PartialDate.between(day + EPOCH, day + EPOCH)


def agrees(count, process, number, ordinal):
    """Compare what the script answers for a rule and a day with what `due` returns."""
    answer = count(number, ordinal - EPOCH)
    rule, start = process.rules[number], PartialDate.between(ordinal, ordinal)
    try:
        expected = tf.due(rule, start=start, process=process)
    except tf.InvalidValue:
        in_force = f"The rule is not in force on {start.words}. In force: {rule.period_words}."
        assert {"problem": in_force} == answer
        return
    except tf.BadDate:
        assert "the last year of the calendar" in answer["problem"]
        return
    assert (expected.due, expected.earliest) == (date(answer["due"]), date(answer["earliest"]))
    explained, shown = expected.explain(), " ".join(answer["sentences"])
    for sentence in answer["sentences"]:
        assert sentence in NOTES or sentence.removesuffix(".") in explained
    for words in ("Last day:", "First day:", "Bank holidays skipped:", PROJECTED, "relaxed for"):
        assert shown.count(words) == explained.count(words)


@cache
def transfer_counter():
    """Return the counter of the explorer of the trust transfer."""
    return counter(tables_in(page()))


FIRST, LAST = (dt.date.fromisoformat(day).toordinal() for day in EXPLORER_DAYS)
NUMBERS = range(len(tf.TRUST_TRANSFER.rules))


@pytest.mark.parametrize("number", NUMBERS, ids=lambda each: tf.TRUST_TRANSFER.rules[each].id)
def test_every_rule_gives_the_day_of_due(number):
    """On a sample of days, on those around the ends of its period, and at the ends of the table."""
    ends = tf.TRUST_TRANSFER.rules[number].period
    near = (end + shift for end in ends for shift in (-1, 0, 1) if FIRST < end < LAST)
    for ordinal in {*range(FIRST, LAST, 211), LAST, *near}:
        agrees(transfer_counter(), tf.TRUST_TRANSFER, number, ordinal)


@pytest.mark.slow
@pytest.mark.parametrize("number", NUMBERS, ids=lambda each: tf.TRUST_TRANSFER.rules[each].id)
def test_every_rule_gives_the_day_of_due_on_every_day(number):
    """From the first to the last day that an explorer has."""
    for ordinal in range(FIRST, LAST + 1):
        agrees(transfer_counter(), tf.TRUST_TRANSFER, number, ordinal)


@given(processes(), days(), st.integers(0, 900))
@at_most(25)
def test_any_process_gives_the_days_of_due(process, first, length):
    """The rules of any process, from any first day on, some of them only in part of the time."""
    begin = first.toordinal()
    length = min(length, dt.date(2199, 12, 31).toordinal() - begin)
    last = dt.date.fromordinal(begin + length)
    count = counter(day_tables(process.rules, first=first, last=last).to_dict())
    for number in range(len(process.rules)):
        for ordinal in {begin, begin + length // 2, begin + length}:
            agrees(count, process, number, ordinal)


@pytest.mark.parametrize(("first", "last"), [("2100-09-01", "2101-02-01"), ("2199-08-01",) * 2])
def test_a_day_out_of_the_calendar_is_explained(first, last):
    """Some spans lead out of the calendar, or all do, also the shorter of two bounds."""
    rules = [attrs.evolve(rule, since=None, until=None) for rule in LOAN.rules]
    rules += [attrs.evolve(rules[2], id="none", at_most="0 working days")]
    process = attrs.evolve(LOAN, rules=rules)
    count = counter(day_tables(process.rules, first=first, last=last).to_dict())
    begin, end = (dt.date.fromisoformat(day).toordinal() for day in (first, last))
    for number in range(len(process.rules)):
        for ordinal in range(begin, end + 1):
            agrees(count, process, number, ordinal)
    assert "problem" in count(2, end - EPOCH)


def test_a_day_that_is_not_held_is_refused():
    """It may be before the first day or after the last one."""
    held = "This file has only the days from 1 January 2013 to 31 December 2028."
    for day in (FIRST - 1, LAST + 1):
        assert {"problem": held} == transfer_counter()(1, day - EPOCH)


def test_a_bank_holiday_on_the_start_day_is_not_skipped():
    """The day itself does not count, and the day that is reached is never a bank holiday."""
    number = next(place for place, rule in enumerate(LOAN.rules) if rule.id == "soon")
    count = counter(day_tables(LOAN.rules, first="2016-12-25", last="2016-12-28").to_dict())
    day = PartialDate.of("2016-12-26").first - EPOCH
    (found,) = (each for each in count(number, day)["sentences"] if "skipped" in each)
    assert found.startswith("Bank holidays skipped: 27 December 2016 (")
    assert "26 December 2016" not in found


def test_a_rule_says_what_it_depends_on():
    """A rule decided by the ending day, or with a condition, says so with every day."""
    tables = day_tables(LOAN.rules, first="2016-01-01", last="2016-12-31")
    notes = {rule.id: row.notes for rule, row in zip(LOAN.rules, tables.rules, strict=True)}
    assert {"in-order": (), "back": ("conditions",), "soon": (), "late": ("by_end",)} == notes
    assert {"conditions", "by_end"} <= tables.words.keys()


def test_the_holidays_are_those_on_weekdays():
    """From the first day to the last day that any span reaches."""
    tables = day_tables(LOAN.rules[2:3], first="2016-12-01", last="2016-12-02")
    expected = bank_holidays_between("2016-12-01", "2017-02-01")
    assert [(day.toordinal() - EPOCH, name) for day, name in expected] == list(
        map(tuple, tables.holidays)
    )
    assert dt.date(LAST_PUBLISHED_YEAR, 12, 31).toordinal() == tables.published_to + EPOCH


@pytest.mark.parametrize("first", ["2016-02", "2017-01-01"])
def test_the_days_must_be_two_days_in_order(first):
    """A day known only in part, and a last day before the first, are refused."""
    with pytest.raises((tf.BadDate, tf.InvalidValue)):
        tf.explorer(LOAN, first=first, last="2016-12-31")


# The page


def test_the_page_is_small_and_loads_nothing():
    """The policy allows one style sheet and one script, and no address is loaded."""
    assert len(page().encode()) < MOST_BYTES
    style = re.search(r"<style>(.*?)</style>", page(), re.DOTALL)[1]
    script = re.search(r"<script>(.*?)</script>", page(), re.DOTALL)[1]
    content = re.search(r'Content-Security-Policy" content="([^"]*)"', page())[1]
    assert policy(style, script=script) == content.replace("&#39;", "'")
    assert not re.search(r"@import|url\(", style)
    assert {"src", "data", "action", "srcset"}.isdisjoint(
        name for _, name, _ in Read(page()).attributes
    )
    assert page() == tf.explorer(histories=tf.casebook.histories())
    assert not re.search(r"innerHTML|eval|fetch|XMLHttp|insertAdjacent|document\.write", script)


def test_the_default_days_are_those_of_the_command():
    """The signature shows them, and the command has them as its defaults."""
    parameters = inspect.signature(tf.explorer).parameters
    assert EXPLORER_DAYS == (parameters["first"].default, parameters["last"].default)
    assert {f'min="{EXPLORER_DAYS[0]}"', f'max="{EXPLORER_DAYS[1]}"'} <= set(
        re.findall(r'm(?:in|ax)="[^"]*"', page())
    )


def test_every_link_leads_to_a_place_on_the_page_or_to_a_source():
    """The links lead to rules and stages; ids are unique, and labels name inputs."""
    found = Read(page())
    assert len(found.ids) == len(set(found.ids))
    targets = {value for _, name, value in found.attributes if name == "href"}
    inner = {target[1:] for target in targets if target.startswith("#")}
    assert inner <= {*found.ids}
    assert all(target.startswith(("#", "http://", "https://")) for target in targets)
    named = {value for _, name, value in found.attributes if name == "for"}
    assert {"rule", "day", "stage"} == named <= {*found.ids}


def test_the_page_lists_every_rule_and_every_move():
    """Also without its script: each rule with its source, and each move of each stage."""
    text = " ".join(Read(page()).words)
    for rule in tf.TRUST_TRANSFER.rules:
        assert rule.id in text
        assert rule.citation.text in text
        assert rule.period_words in text
    leading = [move for move in tf.TRUST_TRANSFER.moves if not move.stays]
    assert len(leading) == page().count('class="event"')
    staying = len(tf.TRUST_TRANSFER.moves) - len(leading)
    lists = re.findall(r'<ul class="staying">(.*?)</ul>', page(), re.DOTALL)
    assert staying == sum(each.count("<li>") for each in lists)
    assert "not linked" not in text


def test_no_two_rules_have_the_same_heading():
    """Two rules can require the same, so that only their bounds tell them apart, as in the list."""
    rules = tf.TRUST_TRANSFER.rules
    headings = re.findall(r'<h3 id="rule-[^>]*>(.*?)</h3>', page())
    assert len(rules) == len({*headings}) > len({rule.requires for rule in rules})


def test_who_went_a_way_is_counted():
    """Each authority once, with its times, and the median of the times that are known."""
    histories = [
        lent("Atlas", "2016-01-01", "2016-03-01", "2017-01-01", "2017-05-01"),
        lent("Bible", "2016-01-01", "2016-07-01"),
        lent("Comic", "2016-01-01"),
    ]
    text = tf.explorer(LOAN, histories=histories)
    assert "3 authorities have been in this stage on record; of 1 of them no later" in text
    assert "2 authorities went this way, 3 times; median: about 4 months in this stage" in text
    # A stay in which the record begins has no length, so only one of four times is known.
    assert "3 authorities went this way, 4 times; median of the 1 known: about 10 months" in text
    assert "<p>Atlas, Bible.</p>" in text
    assert "None on record went this way." in text
    assert "No history on record has been in this stage." in text
    assert "Counted in 3 histories." in text


def test_one_way_of_one_authority_has_no_median():
    """It has the one time; without the start on record, it has none."""
    text = tf.explorer(LOAN, histories=lent("Atlas", "2016-01-01", "2016-03-01"))
    assert "1 authority went this way; about 2 months in this stage</summary>" in text
    assert "1 authority went this way</summary>" in text
    assert "1 authority has been in this stage on record." in text
    assert "Counted in 1 history." in text


def test_a_time_without_an_upper_bound_is_at_least_so_long():
    """A stay that begins before a day may have lasted for any time."""
    history = tf.History(
        "Atlas",
        [
            LOAN.event(each, on, sources=[tf.Source("A slip", confidence="high")])
            for each, on in (("lent", "../2016-01-01"), ("returned", "2016-03-01"))
        ],
    )
    assert "; at least 60 days in this stage" in tf.explorer(LOAN, histories=history)


def test_an_own_process_has_no_word_of_the_casebook():
    """Without histories it counts nobody; rules, precedents and stages are its own."""
    text = tf.explorer(LOAN)
    for words in ("went this way", "Ofsted", "casebook", "Counted in", "on record;"):
        assert words not in text
    assert 'Precedent: Atlas, 2016 (<a href="https://example.org/rules">' in text
    assert "1 possible event: nothing forbids it, and no precedent is on record" in text
    assert "1 possible event without a change of stage" in text
    assert "No event leads out of this stage." in text
    assert "(1 day to 3 months; policy; 1 February 2015 to 31 January 2020)" in text


def test_a_process_without_rules_has_only_stages():
    """It has no form for days, and no tables."""
    text = tf.explorer(attrs.evolve(LOAN, rules=[], ordered=False))
    assert "The process has no date rules." in text
    assert 'id="tables"' not in text
    assert 'id="counter"' not in text
    assert "Bound by" not in text


def test_a_rule_on_one_event_only_ends_with_it():
    """An event that has both days starts no time that runs on."""
    within = tf.DateRule(
        id="within",
        requires="It is noted at once",
        at_most="2 days",
        same_event=True,
        start_field="known_on",
        **RULE | {"ends": "lent"},
    )
    text = tf.explorer(attrs.evolve(LOAN, rules=[within], ordered=False))
    assert "Bound by: " in text
    assert "Starts the time for" not in text


def test_a_history_of_another_process_is_refused():
    """The casebook cannot be counted on the moves of another process."""
    with pytest.raises(tf.BadHistory):
        tf.explorer(LOAN, histories=tf.casebook.histories())
    with pytest.raises(tf.BadHistory):
        tf.explorer(histories=lent("Atlas", "2016"))
    with pytest.raises(tf.InvalidValue):
        tf.explorer("loan")


def test_credit_is_given_for_the_casebook():
    """Only a page that counts histories of the casebook has the sentence."""
    event = ev.InspectionPublished("2015-06-05", judgement="inadequate")
    own = tf.History("Exampleshire", [event])
    assert tf.casebook.CREDIT.replace("'", "&#39;") in page()
    assert "Crown copyright" not in tf.explorer(histories=own, first="2016-01-01")


def hostile_process(text):
    """Return a process all of whose texts contain a text; no text is checked when it is made."""
    with validators.disabled():
        citation = tf.Citation(text, url="javascript:alert(1)")
        rule = tf.DateRule(
            id="r",
            requires=text,
            at_most="1 day",
            duty_holder=text,
            start_label=text,
            **RULE | {"citation": citation},
        )
        return tf.Process(
            name="x",
            title=text,
            stages={
                name: tf.StageInfo(f"{name}{text}", text, final=name == "lost")
                for name in LOAN.stages
            },
            initial="home",
            triggers={name: f"{name}{text}" for name in LOAN.triggers},
            moves=[
                attrs.evolve(move, precedents=[tf.Precedent(text, citation=citation)])
                if move.precedents
                else move
                for move in LOAN.moves
            ],
            rules=[rule],
            disclaimer=text,
        )


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_shown_as_text(text):
    """The page has the elements that it has with harmless texts, and its script is the same."""
    process = hostile_process(text)
    history = attrs.evolve(lent("Atlas", "2016-01-01", "2016-02-01"), authority="X <b>")
    days = {"first": "2016-01-01", "last": "2016-02-01"}
    harmless = tf.explorer(hostile_process("words"), histories=history, **days)
    written = tf.explorer(process, histories=history, **days)
    assert Read(harmless).tags == Read(written).tags
    assert tables_in(harmless) == tables_in(written)
    assert 2 == written.count("</script>") == written.count("<script")
    assert "javascript:" not in written
    for hidden in "\u202e\u200b\x00\x1b\ud800\u2028":
        assert hidden not in written


def test_the_tables_hold_no_markup():
    """Whatever a table says, it can end neither the script nor a comment."""
    rule = attrs.evolve(LOAN.rules[1], since="2016-01-01")
    text = re.search(r'id="tables">(.*?)</script>', tf.explorer(LOAN), re.DOTALL)[1]
    assert not set(text) & set("<>&")
    assert text.isascii()
    assert day_tables([rule], first="2016-01-01", last="2016-01-02").rules[0].in_force
