"""A question that many ask during one look is answered once, and never remembered beyond it."""

from types import SimpleNamespace

import pytest

from config.lib.once import once_a_look, one_look
from tests.factories import NOON

LAMP, VASE = SimpleNamespace(pk=1), SimpleNamespace(pk=2)


@pytest.fixture
def asked():
    """What was asked, and the question."""
    heard = []

    @once_a_look
    def how_many(rows, *, now):
        heard.append(([row.pk for row in rows], now))
        return {row.pk: len(heard) for row in rows}

    return heard, how_many


def test_in_one_look_the_same_question_is_asked_once(asked):
    heard, how_many = asked

    with one_look():
        answers = [how_many([LAMP, VASE], now=NOON) for _ in range(3)]

    assert len(heard) == 1
    assert answers[0] == answers[2]


def test_other_rows_are_another_question(asked):
    heard, how_many = asked

    with one_look():
        how_many([LAMP], now=NOON)
        how_many([VASE], now=NOON)

    assert len(heard) == 2


def test_nothing_is_remembered_outside_of_a_look_or_in_the_next(asked):
    heard, how_many = asked

    how_many([LAMP], now=NOON)
    how_many([LAMP], now=NOON)
    for _ in range(2):
        with one_look():
            how_many([LAMP], now=NOON)

    assert len(heard) == 4


def test_a_look_within_a_look_begins_afresh(asked):
    heard, how_many = asked

    with one_look():
        how_many([LAMP], now=NOON)
        with one_look():
            how_many([LAMP], now=NOON)
        how_many([LAMP], now=NOON)

    assert len(heard) == 2


def test_what_broke_is_asked_again():
    tries = []

    @once_a_look
    def breaks(rows, *, now):
        tries.append(rows)
        raise KeyError("a bug")

    with one_look():
        for _ in range(2):
            with pytest.raises(KeyError):
                breaks([LAMP], now=NOON)

    assert len(tries) == 2
