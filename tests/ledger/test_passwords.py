"""The passwords in the places of ledgers, which nothing that is printed shows."""

import argparse
from urllib.parse import quote

import pytest
import sqlalchemy as sa
from hypothesis import assume, example, given
from hypothesis import strategies as st

import trustflow as tf
from trustflow._text import without_passwords
from trustflow.cli.command_line import command_line
from trustflow.ledger import Ledger, LedgerFailed

PLACES = (
    "postgresql+psycopg://me:{}@host:5432/cases?sslmode=require",
    "postgresql://:{}@host/cases",
    "postgresql://me:{}@/cases?host=/run/postgresql",
    "postgresql://me:{}@[::1]:5432/cases",
    "postgresql:/me:{}@host/cases",
    "//me:{}@host/cases",
    "me:{}@host/cases",
    "nonsense://me:{}@",
    "postgresql://me@host/cases?password={}",
    "postgresql://host:5432/cases?sslmode=require&sslpassword={}&application_name=me",
    "postgresql://host/cases?pass%77ord={}",
)
PASSWORDS = st.text(
    st.one_of(st.sampled_from("/@:?#&=%[]+ "), st.characters(exclude_categories=["Cs"])),
    min_size=4,
)


@given(st.sampled_from(PLACES), PASSWORDS)
@example(PLACES[0], "a/b@c:d@e")
@example(PLACES[0], "x?password=y")
@example(PLACES[6], "/000")
@example(PLACES[6], "//00")
@example(PLACES[8], "a@b:c")
@example(PLACES[8], "a&b")
@example(PLACES[8], "&000")
@example(PLACES[8], "&a=b&c")
def test_no_password_is_shown(place, password):
    """Whatever it contains, encoded or not, and also if the place is not a correct URL."""
    for text in {password, quote(password, safe="")}:
        # A text that is in the rest of the place, or in the asterisks, cannot be told apart.
        assume(text not in place.format("***"))
        shown = without_passwords(place.format(text))
        assert text not in shown
        assert without_passwords(shown) == shown


@given(st.sampled_from(PLACES), PASSWORDS)
def test_only_the_password_is_hidden_if_it_is_encoded(place, password):
    """The user, the host and the database can be read."""
    assert without_passwords(place.format(quote(password, safe=""))) == place.format("***")


@pytest.mark.parametrize(
    "place",
    [
        "cases.db",
        "/home/me@work/a:b@c.db",
        "C:\\a:b@c.db",
        "C:/a:b@c.db",
        "sqlite:///a:b@c.db",
        "sqlite:////home/a:b@c.db",
        "postgresql://me@host/x",
        "postgresql+psycopg://one:5432,two:5433/x?connect_timeout=3",
        "postgresql://[::1]:5432/x",
        "postgresql://me@/x?host=/run&application_name=a",
    ],
)
def test_a_place_without_a_password_is_shown_as_it_is(place):
    """Its colons, its @ and its parameters are those of a path or a host."""
    assert without_passwords(place) == place


def test_what_follows_an_empty_password_is_hidden():
    """It can be a password that begins with an ampersand and looks like a parameter."""
    assert without_passwords("h/cases?a=b&password=&host=x") == "h/cases?a=b&password=***"


def test_what_is_not_a_port_is_hidden():
    """It is a password after which the host was forgotten."""
    assert without_passwords("postgresql://me:s3cret/cases") == "postgresql://me:***"


@pytest.mark.parametrize(
    "place",
    [
        "nonsense://me:s3cret/x@host/cases",
        "postgresql://me:s3cret/cases",
        "postgresql://me:x@s3cret/x@host/cases",
        "postgresql://me:x/s3cret@y@host/cases",
    ],
)
def test_an_error_about_a_place_shows_no_password(place):
    """If it is not clear where the password ends, no driver gets a part of it as a host."""
    with pytest.raises(tf.InvalidValue, match=r"place of a ledger.*%40") as raised:
        Ledger(place)
    assert "s3cret" not in f"{raised.value!r} {raised.value}"
    with pytest.raises(tf.InvalidValue) as raised:
        Ledger([place])
    assert "s3cret" not in str(raised.value)


@pytest.mark.parametrize(
    "place", ["me:s3cret/x@h/cases?host={}", "h/cases?host={}&password=s3cret"]
)
def test_neither_an_error_nor_a_repr_shows_a_password(tmp_path, server, place):
    """As of a server that is not there, a ledger, and what is refused for one on a server."""
    place = f"postgresql+psycopg://{place}"
    with pytest.raises(LedgerFailed) as raised:
        Ledger(place.format(tmp_path))
    assert "s3cret" not in str(raised.value)
    folder = sa.make_url(server).query["host"]
    place = f"postgresql+psycopg://keeper@/postgres?host={folder}&password=s3cret"
    with Ledger(place) as ledger:
        assert "password=***" in repr(ledger)
        with pytest.raises(tf.InvalidValue) as raised:
            ledger.backup(tmp_path / "copy.db")
    assert "s3cret" not in f"{ledger!r} {raised.value}"


def test_a_command_line_shows_no_password():
    """Nor does a message of a command; see the tests of the commands."""
    options = argparse.Namespace(ledger="postgresql://me:s3/cret@host/cases")
    shown = "trustflow case Kent --ledger 'postgresql://me:***@host/cases'"
    assert command_line("case", ["Kent"], options) == shown
