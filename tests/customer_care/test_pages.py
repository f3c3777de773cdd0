"""The doors of conversations: what is seen, what is refused politely, what nobody else finds."""

import html
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone, translation
from guardian.shortcuts import assign_perm

from catalog.models import Product
from customer_care import actions
from customer_care.models import Attachment, CannedAnswer, Conversation, KnowledgeNote, Look
from roles.team.models import Role
from tests.factories import (
    NOON,
    CustomerFactory,
    MarketFactory,
    OrderFactory,
    OrderLineFactory,
    ParcelFactory,
    ProductFactory,
    VariantFactory,
)
from tests.factories.customer_care import (
    CannedAnswerFactory,
    ConversationFactory,
    KnowledgeNoteFactory,
    LetterFactory,
    MessageFactory,
)
from tests.factories.marketing import CampaignFactory
from tests.reading import HTMX, text

pytestmark = pytest.mark.django_db
LIST = "customer_care:conversations"


def door(verb, *args):
    return reverse(f"customer_care:{verb}", args=[getattr(one, "pk", one) for one in args])


def words(one, said="It leaves today.", **more):
    return {"text": said, "version": one.version, "form_key": uuid4(), "then": "wait"} | more


@pytest.fixture
def caras(as_, cara):
    """Cara's browser."""
    return as_(cara)


# The list and the queue


def test_the_list_finds_by_customer_subject_and_any_word_that_was_said(caras):
    one = ConversationFactory(subject="Broken lamp", name="Bruna Rossi")
    MessageFactory(conversation=one, text="The bulb is shattered")
    ConversationFactory(subject="Invoice", name="Carlo", email="carlo@example.org")

    for asked in ("bruna", "broken", "shatter", "bruna@example"):
        page = text(caras.get(reverse(LIST), {"q": asked}))
        assert "Broken lamp" in page
        assert "Invoice" not in page


def test_saved_views(caras, cara):
    now = timezone.now()
    rows = {
        "mine": ConversationFactory(subject="My own", assignee=cara),
        "overdue": ConversationFactory(subject="Too late"),
        "customer": ConversationFactory(subject="Their turn", answered=True, assignee=cara),
        "role": ConversationFactory(
            subject="Asked", status="waiting_role", waiting_role="warehouse", assignee=cara
        ),
    }
    Conversation.objects.exclude(pk=rows["overdue"].pk).update(
        first_answer_due_at=now + timedelta(hours=1), solution_due_at=now + timedelta(days=1)
    )

    for view, row in rows.items():
        page = text(caras.get(reverse(LIST), {"view": view}))
        assert row.subject in page
    overdue = text(caras.get(reverse(LIST), {"view": "overdue"}))
    assert "My own" not in overdue
    assert text(caras.get(reverse(LIST), {"view": "nonsense"})).count("Too late")


def test_the_queue_shows_whose_clock_runs_out_first(caras):
    ConversationFactory(subject="Second", first_answer_due_at=NOON + timedelta(hours=9))
    ConversationFactory(subject="First", first_answer_due_at=NOON + timedelta(hours=1))
    ConversationFactory(subject="Not ours", answered=True)

    page = text(caras.get(reverse("customer_care:desk")))

    assert page.index("First") < page.index("Second")
    assert "Not ours" not in page


def test_an_empty_queue_and_an_empty_list_say_what_fills_them(caras):
    assert "Everybody has an answer" in text(caras.get(reverse("customer_care:desk")))
    assert "No conversations yet" in text(caras.get(reverse(LIST)))


def test_the_list_is_taken_away_as_a_file_without_formulas(caras):
    ConversationFactory(subject='=HYPERLINK("http://x")')

    file = b"".join(caras.get(reverse(LIST), {"format": "csv"}).streaming_content).decode()

    assert "'=HYPERLINK" in file


@pytest.mark.parametrize("where", ["list", "queue"])
def test_more_rows_cost_no_more_queries(where, caras, cara, django_assert_max_num_queries):
    for one in ConversationFactory.create_batch(30, assignee=cara):
        Conversation.objects.filter(pk=one.pk).update(order=OrderFactory())
    address = reverse(LIST if where == "list" else "customer_care:desk")
    caras.get(address)

    with django_assert_max_num_queries(16):
        caras.get(address)


# One conversation


def test_what_was_said_stands_beside_the_order(caras):
    order = OrderFactory(number="#1001", buyer_email="bruna@example.org")
    OrderLineFactory(order=order, name="Lampada Aria", quantity=2)
    one = ConversationFactory(order=order)
    MessageFactory(conversation=one, text="Where is it?")
    MessageFactory(conversation=one, note=True, text="She called, too.")

    page = text(caras.get(one.get_absolute_url()))

    for told in ("Where is it?", "She called, too.", "Internal note", "2 × Lampada Aria"):
        assert told in page
    assert reverse("logistics:of_order", args=[order.pk]) in page
    assert "not known as the buyer" not in page


def test_a_stranger_who_names_somebodys_order_is_marked(caras):
    order = OrderFactory(buyer_email="owner@example.org")

    page = text(caras.get(ConversationFactory(order=order).get_absolute_url()))

    assert "not known as the buyer" in page


def test_a_long_talk_costs_no_more_queries(caras, cara, django_assert_max_num_queries):
    one = ConversationFactory(order=OrderFactory(), customer=CustomerFactory())
    for message in MessageFactory.create_batch(30, conversation=one):
        MessageFactory(conversation=one, answer=True, author=cara, sent_at=NOON)
        Attachment.objects.create(message=message, name="a.png", size=1)
    for number in range(5):
        KnowledgeNoteFactory(codes=[f"X{number}"]).products.add(ProductFactory())
    CannedAnswerFactory.create_batch(10)
    caras.get(one.get_absolute_url())

    with django_assert_max_num_queries(32):
        caras.get(one.get_absolute_url())


def test_an_answer_is_written_and_can_be_taken_back(caras):
    one = ConversationFactory()

    sent = caras.post(door("answer", one), words(one), headers=HTMX)
    message = one.messages.get()
    back = caras.post(door("take_back", message), headers=HTMX)

    assert "Take it back" in text(sent)
    assert "<html" not in text(sent)
    assert "It leaves today." in text(back)
    assert not one.messages.exists()


def test_a_browser_without_scripts_comes_back_to_the_page(caras):
    one = ConversationFactory()

    answer = caras.post(door("answer", one), words(one))

    assert answer["Location"] == one.get_absolute_url()


@pytest.mark.parametrize("said", ["", "   ", "Your parcel is {{tracking}}"])
def test_an_answer_that_is_empty_or_has_a_blank_is_asked_again(said, caras):
    one = ConversationFactory()

    part = caras.post(door("answer", one), words(one, said), headers=HTMX)

    assert part.status_code == 422
    assert "has-error" in text(part)
    assert not one.messages.exists()


def test_the_second_of_two_is_told_what_changed_and_keeps_the_words(caras, gwen):
    one = ConversationFactory()
    actions.note(one, text="I am on it.", form_key=uuid4(), by=gwen, at=NOON)

    part = caras.post(door("answer", one), words(one), headers=HTMX)
    page = caras.post(door("answer", one), words(one))

    assert (part.status_code, page.status_code) == (409, 409)
    assert part["HX-Retarget"] == "#conflict"
    assert "I am on it." in text(part)
    assert "It leaves today." in text(page)
    one.refresh_from_db()
    again = caras.post(door("answer", one), words(one, version=1, over=one.version), headers=HTMX)
    assert again.status_code == 200


@pytest.mark.parametrize("verb", ["solve", "wait", "take", "ask", "snooze", "assign", "order"])
def test_every_verb_refuses_an_old_look(verb, caras, gwen):
    one = ConversationFactory()
    actions.note(one, text="I am on it.", form_key=uuid4(), by=gwen, at=NOON)
    more = {"role": "warehouse", "why": "Is it there?", "preset": "week", "number": ""}

    answer = caras.post(door(verb, one), {"version": 1} | more, headers=HTMX)

    assert answer.status_code == 409
    assert answer["HX-Retarget"] == "#refusal"
    assert "Internal note (Gwen)" in text(answer)


@pytest.mark.parametrize("verb", ["solve", "wait", "take", "ask", "snooze"])
def test_a_verb_works_and_pressed_twice_does_no_harm(verb, caras):
    one = ConversationFactory()
    more = {"version": 1, "role": "warehouse", "why": "Is it there?", "preset": "week"}

    first = caras.post(door(verb, one), more, headers=HTMX)
    second = caras.post(door(verb, one), more, headers=HTMX)

    assert first.status_code == 200
    assert second.status_code in (200, 409)
    assert one.moves.count() <= 1


@pytest.mark.parametrize("verb", ["solve", "wait", "take", "reopen"])
def test_a_verb_without_a_look_is_refused(verb, caras):
    assert caras.post(door(verb, ConversationFactory()), headers=HTMX).status_code == 409


def test_merging_by_number(caras):
    one, other = ConversationFactory(), ConversationFactory()

    wrong = caras.post(door("merge", one), {"version": 1, "into": 9**20}, headers=HTMX)
    right = caras.post(door("merge", one), {"version": 1, "into": other.pk}, headers=HTMX)

    assert (wrong.status_code, right.status_code) == (422, 200)
    assert caras.get(one.get_absolute_url())["Location"] == other.get_absolute_url()


def test_merging_with_somebody_elses_is_asked_twice(caras):
    one, other = ConversationFactory(), ConversationFactory(email="bruno@example.org")
    words = {"version": 1, "into": other.pk}

    asked = caras.post(door("merge", one), words, headers=HTMX)
    sure = asked.context["merge_form"]["sure"].value()
    elsewhere = caras.post(door("merge", one), words | {"sure": sure + 1}, headers=HTMX)
    merged = caras.post(door("merge", one), words | {"sure": sure}, headers=HTMX)

    assert [page.status_code for page in (asked, elsewhere, merged)] == [422, 422, 200]
    assert "bruno@example.org" in text(asked)
    assert f'name="sure" value="{sure}"' in text(asked)
    # Without a name: of two menus of one name a browser shuts the one that comes in by a swap.
    assert '<details class="filter" open><summary class="button button-quiet" id="verb-merge"' in (
        text(asked)
    )


def test_who_was_not_reached_is_counted_and_listed(caras):
    ConversationFactory(subject="Thanks")
    one = ConversationFactory(answered=True, subject="My lamp")
    MessageFactory(conversation=one, answer=True, sent_at=NOON, bounced_at=NOON)

    desk = text(caras.get(reverse("customer_care:desk")))
    listed = caras.get(reverse(LIST), {"view": "unreached"})

    assert f"{reverse(LIST)}?view=unreached" in desk
    assert [row.subject for row in listed.context["listing"].rows] == ["My lamp"]
    actions.note(one, text="She knows.", form_key=uuid4(), by=None, at=timezone.now())
    assert "?view=unreached" not in text(caras.get(reverse("customer_care:desk")))


def test_who_else_is_here_is_seen(caras, gwen, cara):
    one = ConversationFactory()
    actions.look(one, is_typing=True, by=gwen, at=timezone.now())

    part = text(caras.post(door("looking", one), {"version": 1, "typing": "1"}, headers=HTMX))

    assert "Gwen" in part
    assert "is writing" in part
    assert "Something has happened" not in part
    assert Look.objects.get(person=cara).is_typing
    changed = text(caras.post(door("looking", one), {"version": 0}, headers=HTMX))
    assert "Something has happened" in changed


def test_an_order_is_laid_beside_it_by_its_number(caras):
    one, order = ConversationFactory(), OrderFactory(number="#2041")

    missing = caras.post(door("order", one), {"version": 1, "number": "9999"}, headers=HTMX)
    found = caras.post(door("order", one), {"version": 1, "number": "2041"}, headers=HTMX)

    assert (missing.status_code, found.status_code) == (422, 200)
    one.refresh_from_db()
    assert one.order == order


def test_a_call_is_written_down(caras, cara):
    OrderFactory(number="#2041")
    told = {"medium": "phone", "name": "Bruna", "subject": "Lamp", "language": "it"}
    told["form_key"] = caras.get(door("new")).context["form"]["form_key"].value()

    wrong = caras.post(door("new"), told | {"text": "Hello", "number": "77"})
    caras.post(door("new"), told | {"text": "She called.", "number": "2041"})
    caras.post(door("new"), told | {"text": "She called.", "number": "2041"})

    one = Conversation.objects.get()
    assert wrong.status_code == 422
    assert (one.assignee, one.order.number, one.messages.get().text) == (
        cara,
        "#2041",
        "She called.",
    )
    assert one.first_answer_due_at


# What is ready


def test_a_canned_answer_comes_filled_and_says_what_is_not_known(caras):
    order = OrderFactory(number="#7")
    parcel = ParcelFactory(order=order, tracking_code="BR1")
    one = ConversationFactory(order=order, name="Bruna Rossi")
    canned = CannedAnswerFactory(
        text="Ciao {{first_name}}, {{order}} {{tracking}} {{ agent }} {{promised}}"
    )

    part = text(caras.get(door("canned", one, canned), headers=HTMX))

    assert f"Ciao Bruna, #7 {parcel.tracking_code} Cara {{{{promised}}}}" in part
    assert "fill it by hand" in part
    assert "The day promised to the buyer" in part


def test_a_blank_nobody_can_fill_is_refused_where_it_is_written(caras):
    form = {"title": "x", "language": "it", "text": "Ciao {{nome}} {{ order }}", "is_active": "on"}

    answer = caras.post(door("new_canned_answer"), form)

    assert answer.status_code == 422
    assert "{{nome}}" in text(answer)
    assert "{{tracking}}" in text(answer)
    assert not CannedAnswer.objects.exists()
    assert caras.post(door("new_canned_answer"), form | {"text": "{{order}}"}).status_code == 302


def test_a_note_is_shown_beside_what_it_fits(caras):
    line = OrderLineFactory(
        order=OrderFactory(coupon_code="LUCI10", placed_at=NOON), variant=VariantFactory()
    )
    one = ConversationFactory(order=line.order)
    KnowledgeNoteFactory(title="By product").products.add(line.variant.product)
    for title, fields in {
        "Always": {},
        "By coupon": {"codes": ["LUCI10"]},
        "Other coupon": {"codes": ["ELSE"]},
        "Over": {"until_at": NOON - timedelta(days=1)},
        "Off": {"is_active": False},
    }.items():
        KnowledgeNoteFactory(title=title, **fields)

    page = text(caras.get(one.get_absolute_url()))

    titles = ("Always", "By coupon", "By product", "Other coupon", "Over", "Off")
    shown = [title for title in titles if f">{title}<" in page]
    assert shown == ["Always", "By coupon", "By product"]


def test_what_is_ready_for_a_record(as_, mark, caras):
    product = ProductFactory()
    kind = ContentType.objects.get_for_model(Product)
    about = f"?type={kind.pk}&id={product.pk}"
    form = {"title": "Light", "language": "it", "text": "Dimmable.", "codes": " luci10 ,x"}

    caras.post(door("new_note") + about, form | {"is_active": "on"})
    caras.post(door("new_canned_answer") + about, form | {"is_active": "on"})

    note = KnowledgeNote.objects.of(product).get()
    assert note.codes == ["LUCI10", "X"]
    assert CannedAnswer.objects.of(product).active().count() == 1
    assert "Light" in text(caras.get(door("of_subject", kind, product)))


@pytest.mark.parametrize("name", ["new_note", "new_canned_answer"])
def test_who_writes_for_a_record_goes_back_to_it(caras, name):
    product, campaign = ProductFactory(), CampaignFactory()
    form = {"title": "Light", "language": "it", "text": "Dimmable.", "is_active": "on"}

    for row, back in (
        (product, product.get_absolute_url()),
        (campaign, door("of_campaign", campaign)),
    ):
        kind = ContentType.objects.get_for_model(row)
        about = f"?type={kind.pk}&id={row.pk}"
        assert caras.post(door(name) + about, form).url == back


def test_each_language_that_lacks_is_a_button_away(caras, stella, as_):
    campaign = CampaignFactory()
    MarketFactory(country="ES", name="Spain", language="es")
    MarketFactory()
    KnowledgeNoteFactory(subject=campaign, language="it")
    page = text(caras.get(door("of_campaign", campaign)))
    lacking = reverse("lacking_answers", args=[campaign.pk])
    assert lacking in page

    panel = text(caras.get(lacking))
    buttons = [html.unescape(one) for one in re.findall(r'href="([^"]+)"', panel)]

    assert [words in panel for words in ("Note in Spanish", "Note in Italian")] == [True, False]
    for button in buttons:
        form = caras.get(button).context["form"]
        written = {"title": "Light", "text": "Dimmable.", "is_active": "on"}
        written["language"] = form["language"].value()
        assert caras.post(button, written).url == door("of_campaign", campaign)
    assert "in each of its languages" in text(caras.get(lacking))
    assert as_(stella).get(lacking).status_code == 404


def test_a_new_note_names_no_coupon_by_itself(caras):
    blank = caras.get(door("new_note")).context["form"]

    assert blank["codes"].value() == ""
    assert list(blank.fields)[-1] == "is_active"


def test_the_products_of_a_note_are_named_by_their_skus(caras):
    lamp, other = VariantFactory(sku="LAMP-1"), VariantFactory(sku="LAMP-2")
    note = KnowledgeNoteFactory(title="Light")
    form = {"title": "Light", "language": "it", "text": "Dimmable.", "is_active": "on"}

    wrong = caras.post(door("note_page", note), form | {"skus": "LAMP-1, LAMP-9"})
    caras.post(door("note_page", note), form | {"skus": "LAMP-1 ,LAMP-2,"})

    assert wrong.status_code == 422
    assert "There is no LAMP-9." in text(wrong)
    assert set(note.products.all()) == {lamp.product, other.product}
    shown = caras.get(door("note_page", note)).context["form"]["skus"].value()
    assert set(shown.split(", ")) == {"LAMP-1", "LAMP-2"}
    caras.post(door("note_page", note), form)
    assert not note.products.exists()


@pytest.mark.parametrize("about_a_record", [False, True])
@pytest.mark.parametrize("name", ["new_note", "new_canned_answer"])
def test_a_title_that_is_taken_is_told_beside_it_and_no_word_is_lost(name, about_a_record, caras):
    product, kind = ProductFactory(), ContentType.objects.get_for_model(Product)
    address = door(name) + (f"?type={kind.pk}&id={product.pk}" if about_a_record else "")
    form = {"title": "Light", "language": "it", "text": "Dimmable.", "is_active": "on"}
    assert caras.post(address, form).status_code == 302

    again = caras.post(address, form | {"text": "It can be dimmed."})

    assert again.status_code == 422
    assert again.context["form"].errors.keys() == {"title"}
    assert "It can be dimmed." in text(again)
    assert caras.post(address, form | {"language": "en"}).status_code == 302


def test_a_changed_note_does_not_take_anothers_title(caras):
    KnowledgeNoteFactory(title="Light")
    other = KnowledgeNoteFactory(title="Lamp")
    form = {"title": "Light", "language": "it", "text": "New words.", "is_active": "on"}

    assert caras.post(door("note_page", other), form).status_code == 422
    assert caras.post(door("note_page", other), form | {"title": "Lamps"}).status_code == 302

    other.refresh_from_db()
    assert (other.title, other.text) == ("Lamps", "New words.")
    assert other.changed_by


@pytest.mark.parametrize("about", ["type={kind}&id=999999999", "type=9999&id=1", "type=x&id=1"])
def test_nothing_is_written_about_a_record_that_is_not_there(about, caras):
    kind = ContentType.objects.get_for_model(Product)

    address = f"{door('new_note')}?{about.format(kind=kind.pk)}"

    assert caras.get(address).status_code == 404


# Files and mail


def test_a_file_is_handed_out_and_never_shown(caras):
    message = MessageFactory()
    row = Attachment(message=message, name='<svg onload="x">.svg', size=4)
    row.file.save("x.bin", ContentFile(b"<svg onload=alert(1)>"))

    answer = caras.get(row.get_absolute_url())

    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_mail_that_was_not_understood_can_be_looked_at_and_set_aside(caras):
    letter = LetterFactory(status="rejected", reason="It is broken.", subject="Help")

    assert "It is broken." in text(caras.get(door("mail")))
    assert "It is broken." in text(caras.get(door("letter", letter)))
    caras.post(door("set_aside", letter))

    letter.refresh_from_db()
    assert letter.status == "set_aside"
    assert "Every mail was understood" in text(caras.get(door("mail")))


@pytest.mark.parametrize("speaks", ["en", "es"])
def test_why_a_mail_was_not_understood_is_told_in_the_readers_language(as_, hired, arrives, speaks):
    reader = hired("chiara", Role.CUSTOMER_CARE, language="it")
    with translation.override(speaks):  # whatever the worker speaks
        letter = arrives(b"Subject: x\n\nHello")

    for page in (door("mail"), door("letter", letter)):
        assert "Questa e-mail non dice chi l" in text(as_(reader).get(page))


def test_why_an_answer_or_a_file_did_not_make_it_is_told_in_the_readers_language(as_, hired):
    one = ConversationFactory()
    why = "The mail server did not answer for an hour."
    message = MessageFactory(conversation=one, answer=True, failed_at=NOON, trouble=why)
    why = "Too large to keep by itself; it is in the original mail."
    Attachment.objects.create(message=message, name="film.png", size=1, trouble=why)
    reader = hired("chiara", Role.CUSTOMER_CARE, language="it")

    page = text(as_(reader).get(one.get_absolute_url()))

    assert "Il server di posta non ha risposto" in page
    assert "Troppo grande" in page


# Who may look


def test_strangers_find_nothing_and_learn_nothing(as_, stella, wanda, mark):
    one = ConversationFactory()
    row = Attachment(message=MessageFactory(conversation=one), name="a", size=1)
    row.file.save("x.bin", ContentFile(b"x"))

    for person in (stella, wanda, mark):
        browser = as_(person)
        assert browser.get(one.get_absolute_url()).status_code == 404
        assert browser.get(row.get_absolute_url()).status_code == 404
        assert browser.get(reverse(LIST)).status_code == 404
        assert browser.post(door("note", one), words(one)).status_code == 404
        assert browser.post(door("answer", one), words(one)).status_code == 404


def test_the_hat_that_was_asked_sees_it_as_long_as_it_is_asked(as_, wanda, cara):
    one = ConversationFactory()
    actions.ask_role(one, role="warehouse", why="Is it there?", version=1, by=cara, at=NOON)
    browser = as_(wanda)

    page = text(browser.get(one.get_absolute_url()))
    assert "Is it there?" in page
    assert door("answer", one) not in page
    assert browser.post(door("answer", one), words(one)).status_code == 404
    assert browser.get(reverse(LIST)).status_code == 200

    back = browser.post(door("give_back", one), {"text": "Two are left."}, headers=HTMX)

    assert "has your answer" in text(back)
    assert browser.get(one.get_absolute_url()).status_code == 404
    one.refresh_from_db()
    assert (one.status, one.messages.get().author) == ("open", wanda)


def test_an_outsider_sees_just_what_was_handed_over(as_, stella):
    mine, other = ConversationFactory(subject="Lamp A"), ConversationFactory(subject="Lamp B")
    assign_perm("customer_care.view_conversation", stella, mine)

    browser = as_(stella)
    assert browser.get(mine.get_absolute_url()).status_code == 200
    assert browser.get(other.get_absolute_url()).status_code == 404
    for listing in (reverse(LIST), door("search") + "?q=lamp"):
        page = text(browser.get(listing))
        assert mine.subject in page
        assert other.subject not in page


PAYLOADS = [
    "<script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    '"><svg onload=window.hit=1>',
    "'-window.hit=1-'",
    "javascript:window.hit=1",
    "{{ 7|add:1 }}{% now 'Y' %}",
    "</title><script>window.hit=1</script>",
    "</textarea><script>window.hit=1</script>",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_strangers_write_is_shown_as_words_on_every_page(payload, caras, cara, mail, arrives):
    arrives(
        mail(payload, html=f"<p>{payload}</p>", Subject=payload, From="Evil <evil@example.org>"),
    )
    one = Conversation.objects.get()
    Conversation.objects.update(name=payload)
    one.messages.update(name=payload, trouble=payload)
    Attachment.objects.create(message=one.messages.get(), name=payload, size=1, trouble=payload)
    actions.note(one, text=payload, form_key=uuid4(), by=cara, at=NOON)
    CannedAnswerFactory(title=payload, text=payload.replace("{", "(").replace("}", ")"))
    KnowledgeNoteFactory(title=payload, text=payload)
    letter = LetterFactory(status="rejected", name=payload, subject=payload, sender=payload)
    kind = ContentType.objects.get_for_model(Conversation)
    pages = [
        one.get_absolute_url(),
        reverse(LIST),
        reverse(LIST) + "?view=queue",
        reverse("customer_care:desk"),
        door("search") + "?q=window",
        door("canned_answers"),
        door("knowledge"),
        door("mail"),
        door("letter", letter),
        door("canned_answer", CannedAnswer.objects.get()),
        door("note_page", KnowledgeNote.objects.get()),
        door("canned", one, CannedAnswer.objects.get()),
        door("of_subject", kind, one),
    ]

    for address in pages:
        page = text(caras.get(address))
        for live in ("<script>window", "<img src=x", "<svg onload", 'href="javascript:'):
            assert live not in page, address
