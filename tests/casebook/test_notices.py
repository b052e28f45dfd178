"""What the command and the pages say of the casebook's day, and of what nobody searched for."""

import pytest

import trustflow as tf
from trustflow import casebook
from trustflow import events as ev
from trustflow.casebook.index import authorities
from trustflow.cli import main

OLD = "This casebook goes to 22 August 2026, which is more than 180 days past."
LAST_FRESH, FIRST_OLD = "2027-02-18", "2027-02-19"
UNSEARCHED = next(name for name, each in authorities().items() if not each.is_researched)
SEARCHED = "Sandwell"
SENTENCE = f"Nobody searched for interventions at {UNSEARCHED} for this casebook"


def text_of(capsys, *words):
    """Return what a command prints to standard output."""
    assert 0 == main([*words])
    return capsys.readouterr().out


def test_the_casebook_is_old_after_180_days(monkeypatch):
    """On day 180 it is not; the day before its own day and the day itself are fine too."""
    for today in ("2026-08-21", "2026-08-22", LAST_FRESH):
        monkeypatch.setenv("TRUSTFLOW_TODAY", today)
        assert casebook.age_notice() is None
    for today in (FIRST_OLD, "2030-01-01"):
        monkeypatch.setenv("TRUSTFLOW_TODAY", today)
        assert casebook.age_notice().startswith(OLD)


def test_a_day_that_is_not_exact_is_refused(monkeypatch):
    """The error names the variable."""
    monkeypatch.setenv("TRUSTFLOW_TODAY", "2027")
    with pytest.raises(tf.BadDate, match="TRUSTFLOW_TODAY"):
        casebook.age_notice()


@pytest.mark.parametrize("words", [("cases",), ("case", SEARCHED), ("case", UNSEARCHED)])
def test_the_commands_say_that_the_casebook_is_old(words, capsys, monkeypatch):
    """One line says so, and none on the last fresh day."""
    monkeypatch.setenv("TRUSTFLOW_TODAY", FIRST_OLD)
    old = text_of(capsys, *words)
    monkeypatch.setenv("TRUSTFLOW_TODAY", LAST_FRESH)
    fresh = text_of(capsys, *words)
    assert (1, 0) == (old.count(OLD), fresh.count(OLD))
    assert fresh.splitlines() == [line for line in old.splitlines() if not line.startswith(OLD)]


def test_the_page_says_that_the_casebook_is_old(monkeypatch):
    """The line is at the top, and the foot has the version."""
    history = casebook.load(SEARCHED)
    monkeypatch.setenv("TRUSTFLOW_TODAY", FIRST_OLD)
    page = tf.case_page(history)
    assert page.index(OLD) < page.index("<main>")
    monkeypatch.setenv("TRUSTFLOW_TODAY", LAST_FRESH)
    page = tf.case_page(history)
    assert OLD not in page
    foot = page.partition("<footer>")[2]
    assert f"in the casebook of version {casebook.version}" in foot


def test_a_council_that_nobody_searched_says_so(capsys):
    """The command and the page say so of this council, and not of others."""
    assert 1 == text_of(capsys, "case", UNSEARCHED).count(SENTENCE)
    assert 1 == text_of(capsys, "case", UNSEARCHED, "--as-of", "2001-01-01").count(SENTENCE)
    assert 1 == tf.case_page(casebook.load(UNSEARCHED)).count(SENTENCE)
    assert "Nobody searched" not in text_of(capsys, "case", SEARCHED)
    assert "Nobody searched" not in tf.case_page(casebook.load(SEARCHED))


def test_a_history_of_your_own_gets_no_notice(tmp_path, capsys, monkeypatch):
    """A history is the casebook's only if every event of it is."""
    monkeypatch.setenv("TRUSTFLOW_TODAY", FIRST_OLD)
    yours = (
        tf.History("Barchester", [ev.Note("2020")]),
        tf.History(UNSEARCHED),
        tf.History(UNSEARCHED, [ev.Note("2020")]),
        tf.History(SEARCHED, [*casebook.load(SEARCHED), ev.Note("2026-11")]),
    )
    for history in yours:
        assert not casebook.holds(history)
        assert () == casebook.notices(history)
        foot = tf.case_page(history).partition("<footer>")[2]
        assert "in the casebook of version" not in foot
    tf.dump(yours[-1], tmp_path / "mine.json")
    assert OLD not in text_of(capsys, "case", str(tmp_path / "mine.json"))


def test_a_part_of_a_history_is_of_the_casebook():
    """So is one up to a day, or as it was known on a day, and one read from a file."""
    history = casebook.load(SEARCHED)
    for part in (
        history,
        history.as_of("2016-11-01"),
        history.known_on("2016-11-01"),
        tf.loads(tf.dumps(history)),
    ):
        assert casebook.holds(part)


@pytest.mark.parametrize("function", [casebook.holds, casebook.notices])
def test_another_value_is_no_history(function):
    """The error says what was expected."""
    with pytest.raises(tf.InvalidValue, match="Expected a History"):
        function("Sandwell")
    with pytest.raises(tf.InvalidValue, match="Expected a History"):
        casebook.history_as_of([casebook.load("Sandwell")], "2020-01-01")
