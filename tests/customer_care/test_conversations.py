"""A conversation's life: whose turn it is, who acts on an old look, and what is put together."""

from datetime import timedelta
from uuid import uuid4

import pytest

from config.lib.refusals import Refusal
from config.lib.states import IllegalMove
from customer_care import actions, joining
from customer_care.models import Conversation, Look, Message
from tests.factories import NOON, OrderFactory
from tests.factories.customer_care import ConversationFactory, MessageFactory
from tests.logistics.crowd import all_at_once

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_the_situations_of_a_conversation():
    now = NOON + timedelta(hours=5)
    new = ConversationFactory()
    answered = ConversationFactory(status="open", first_answered_at=NOON)
    asked = ConversationFactory(
        status="waiting_role", waiting_role="warehouse", role_due_at=NOON, first_answered_at=NOON
    )
    again = ConversationFactory(status="open", first_answered_at=NOON, update_due_at=now + HOUR)
    ConversationFactory(answered=True)
    ConversationFactory(solved=True)
    rests = ConversationFactory(snoozed_until=now + HOUR)
    leaving = ConversationFactory()
    MessageFactory(conversation=leaving, answer=True)
    found = Conversation.objects

    assert set(found.unanswered()) == {new, again, rests, leaving}
    assert set(found.overdue(now=now)) == {new, rests, leaving}
    assert set(found.waiting_on_role()) == {asked}
    assert set(found.waiting_on_role("accounting")) == set()
    assert set(found.to_answer(now=now)) == {new, answered, asked, again}
    assert found.to_answer(now=now).by_urgency().first() == new


LOST = {
    "bounced": {"sent_at": NOON, "bounced_at": NOON + HOUR},
    "failed": {"failed_at": NOON + HOUR},
}
ENDS = {
    "another answer": {"answer": True, "written_at": NOON + 2 * HOUR},
    "an answer that left before the first came back": {
        "answer": True,
        "written_at": NOON + HOUR / 2,
    },
    "a note": {"note": True, "written_at": NOON + 2 * HOUR},
    "a word of theirs": {"written_at": NOON + 2 * HOUR},
}
GOES_ON = {
    "nothing": None,
    "a note of before": {"note": True, "written_at": NOON + HOUR / 2},
    "the mail server's own words": {"is_automatic": True, "written_at": NOON + 2 * HOUR},
}


@pytest.mark.parametrize("how", LOST)
@pytest.mark.parametrize("what", ENDS | GOES_ON)
def test_an_answer_that_did_not_arrive_is_somebodys_until_a_word_is_said(how, what):
    for traits in ({"answered": True}, {"solved": True}):
        one = ConversationFactory(**traits)
        MessageFactory(conversation=one, answer=True, **LOST[how])
        if said := (ENDS | GOES_ON)[what]:
            MessageFactory(conversation=one, **said)
    MessageFactory(answer=True, sent_at=NOON)
    over = ConversationFactory(status="closed", solved_at=NOON)
    MessageFactory(conversation=over, answer=True, **LOST[how])

    assert Conversation.objects.unreached().count() == (2 if what in GOES_ON else 0)


def test_who_was_not_reached_is_not_closed():
    one, other = ConversationFactory(solved=True), ConversationFactory(solved=True)
    MessageFactory(conversation=one, answer=True, **LOST["bounced"])

    assert actions.close_solved(now=NOON + timedelta(days=30)) == 1

    other.refresh_from_db()
    assert other.status == "closed"
    MessageFactory(conversation=one, note=True, written_at=NOON + 2 * HOUR)
    assert actions.close_solved(now=NOON + timedelta(days=30)) == 1


def test_waiting_for_a_colleague_keeps_the_customers_clock_and_starts_another(cara):
    one = ConversationFactory()

    actions.ask_role(one, role="warehouse", why="Is it there?", version=1, by=cara, at=NOON)

    one.refresh_from_db()
    assert (one.status, one.waiting_role, one.waiting_why) == (
        "waiting_role",
        "warehouse",
        "Is it there?",
    )
    assert one.role_due_at == NOON + timedelta(hours=4)
    assert one.due_at == one.first_answer_due_at

    actions.give_back(one, text="It is.", by=None, at=NOON + HOUR)
    one.refresh_from_db()
    assert (one.status, one.waiting_role, one.role_due_at) == ("open", "", None)
    with pytest.raises(Refusal, match="Nobody waits"):
        actions.give_back(one, text="Again.", by=None, at=NOON + HOUR)
    assert one.messages.get().kind == "note"


def test_waiting_for_the_customer_stops_the_solution_clock(cara):
    one = ConversationFactory(first_answered_at=NOON)

    actions.wait_for_customer(one, version=1, by=cara, at=NOON)

    one.refresh_from_db()
    assert (one.solution_due_at, one.due_at) == (None, None)
    assert one.solution_left


def test_a_snooze_stops_no_clock_and_ends_with_the_customers_next_word(cara, mail, arrives):
    one = ConversationFactory()
    actions.snooze(one, until=NOON + timedelta(days=2), version=1, by=cara, at=NOON)
    one.refresh_from_db()
    assert one.due_at == NOON + timedelta(hours=4)
    assert not Conversation.objects.to_answer(now=NOON).exists()

    arrives(mail(Subject=one.token()), at=NOON + HOUR)

    assert Conversation.objects.to_answer(now=NOON + HOUR).get() == one


def test_solved_for_seven_days_it_is_closed(cara):
    one = ConversationFactory(solved=True)

    actions.close_solved(now=NOON + timedelta(days=7))
    assert Conversation.objects.get().status == "solved"
    actions.close_solved(now=NOON + timedelta(days=7, hours=3))
    actions.close_solved(now=NOON + timedelta(days=9))

    one.refresh_from_db()
    assert (one.status, one.closed_at) == ("closed", NOON + timedelta(days=7, hours=3))
    assert one.moves.count() == 1


VERBS = {
    "answer": lambda one, **who: actions.answer(
        one, text="Hi", then="wait", version=1, form_key=uuid4(), **who
    ),
    "solve": lambda one, **who: actions.solve(one, version=1, **who),
    "wait": lambda one, **who: actions.wait_for_customer(one, version=1, **who),
    "ask": lambda one, **who: actions.ask_role(
        one, role="warehouse", why="Is it there?", version=1, **who
    ),
    "take": lambda one, **who: actions.assign(one, to=who["by"], version=1, **who),
}


@pytest.mark.parametrize("verb", ["note", "answer"])
def test_a_second_click_that_waits_for_the_first_finds_its_word(verb, cara, monkeypatch):
    one, hold = ConversationFactory(), actions.hold
    words = {"text": "Hi", "form_key": uuid4(), "by": cara, "at": NOON}
    words |= {"then": "wait", "version": 1} if verb == "answer" else {}
    click = getattr(actions, verb)

    def hold_after_the_other(*args, **options):
        monkeypatch.undo()
        click(one, **words)
        return hold(*args, **options)

    monkeypatch.setattr(actions, "hold", hold_after_the_other)

    assert click(one, **words) == Message.objects.get()


@pytest.mark.parametrize("verb", VERBS)
def test_who_acts_on_an_old_look_is_told_what_changed(verb, cara, gwen):
    one = ConversationFactory()
    said = actions.note(one, text="I am on it.", form_key=uuid4(), by=gwen, at=NOON)

    with pytest.raises(actions.Changed) as refused:
        VERBS[verb](one, by=cara, at=NOON)

    assert refused.value.messages == [said]
    assert one.moves.count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_refused_and_nothing_is_lost(cara, gwen):
    """C5: 200 tries, whatever the two do."""
    pairs = [(a, b) for a in VERBS for b in VERBS]
    for number in range(200):
        one, other = pairs[number % len(pairs)]
        row = ConversationFactory()
        looks = [Conversation.objects.get(pk=row.pk) for _ in range(2)]

        answers = all_at_once(
            lambda look=looks[0], verb=one: VERBS[verb](look, by=cara, at=NOON),
            lambda look=looks[1], verb=other: VERBS[verb](look, by=gwen, at=NOON),
        )

        assert answers.count("refused") == 1
        row.refresh_from_db()
        assert row.version == 2
        assert row.messages.count() + row.moves.count() <= 1


def test_two_that_are_one_are_put_together(cara):
    order = OrderFactory()
    first = ConversationFactory(
        status="waiting_customer", first_answered_at=NOON, order=order, solution_due_at=None
    )
    second = ConversationFactory(opened_at=NOON + HOUR, update_due_at=NOON + HOUR)
    MessageFactory(conversation=second)

    joining.merge(second, into=first, version=1, by=cara, at=NOON + HOUR)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (second.status, second.merged_into) == ("merged", first)
    assert (first.status, first.messages.count(), first.update_due_at) == ("open", 1, NOON + HOUR)
    assert first.order == order


def test_an_answer_that_is_leaving_is_not_led_to_another_address(cara):
    one, other = ConversationFactory(), ConversationFactory(email="bruno@example.org")
    message = VERBS["answer"](one, by=cara, at=NOON)

    with pytest.raises(Refusal, match="leaving"):
        joining.merge(one, into=other, version=2, by=cara, at=NOON)

    message.refresh_from_db()
    assert message.conversation == one
    message.sent_at = NOON
    message.save(update_fields=["sent_at"])
    joining.merge(one, into=other, version=2, by=cara, at=NOON)


def test_nothing_is_put_together_with_itself_or_with_what_is_over(cara):
    one, over = ConversationFactory(), ConversationFactory(status="closed", solved_at=NOON)

    for into, why in [(one, "with itself"), (over, "is over")]:
        with pytest.raises(Refusal, match=why):
            joining.merge(one, into=into, version=1, by=cara, at=NOON)


def test_two_are_put_together_as_they_were_looked_at(cara):
    one, other = ConversationFactory(version=2), ConversationFactory()

    with pytest.raises(actions.Changed):
        joining.merge(one, into=other, version=1, by=cara, at=NOON)


def test_what_is_merged_or_closed_moves_no_more(cara):
    over = ConversationFactory(status="closed", solved_at=NOON)

    for verb in ("solve", "wait", "ask"):
        with pytest.raises(IllegalMove):
            VERBS[verb](over, by=cara, at=NOON)
    with pytest.raises(Refusal):
        VERBS["answer"](over, by=cara, at=NOON)


def test_a_look_that_was_broken_off_begins_anew(cara):
    one = ConversationFactory()
    for minutes in (0, 1, 2):
        actions.look(one, is_typing=False, by=cara, at=NOON + timedelta(minutes=minutes))
    assert Look.objects.get().since_at == NOON

    actions.look(one, is_typing=True, by=cara, at=NOON + timedelta(minutes=30))

    assert Look.objects.get().since_at == NOON + timedelta(minutes=30)
