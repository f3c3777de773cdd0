from datetime import timedelta

import pytest

from catalog.events import products_changed
from catalog.models import Product, ProductText
from config.lib.refusals import Refusal
from config.lib.states import IllegalMove
from roles.team.models import Role
from roles.web_writer import actions
from roles.web_writer.models import Draft
from tests.factories import NOON, DraftFactory, ProductFactory, ProductTextFactory

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(hours=1)
WORDS = {"title": "Aria", "body": "Fa luce.", "meta_description": "", "keyword": "luce"}


def save(product, *, version, by, at=NOON, **changes):
    return actions.save(
        product, language="it", version=version, words=WORDS | changes, by=by, at=at
    )


# Throwing away


def test_a_draft_thrown_away_changes_nothing_in_the_shop(walt):
    text = ProductTextFactory(body="Il testo di oggi.")
    draft = save(text.product, version=0, by=walt, body="Sbagliato.")

    actions.throw_away(draft, version=1, by=walt, at=LATER)

    draft.refresh_from_db()
    assert (draft.status, draft.body) == (Draft.Status.THROWN_AWAY, "Sbagliato.")
    assert draft.moves.get().moved_by == walt
    anew = actions.begin(text.product, language="it", by=walt, at=LATER)
    assert (anew.pk != draft.pk, anew.body) == (True, "Il testo di oggi.")


def test_what_somebody_wrote_meanwhile_is_not_thrown_away(walt, gwen):
    draft = save(ProductFactory(), version=0, by=walt)
    save(draft.product, version=1, by=gwen, body="Di più.", at=LATER)

    with pytest.raises(Refusal):
        actions.throw_away(draft, version=1, by=walt, at=LATER)


def test_what_was_sent_to_approval_is_not_thrown_away(walt):
    draft = DraftFactory(submitted=True)

    with pytest.raises(IllegalMove):
        actions.throw_away(draft, version=draft.version, by=walt, at=LATER)


# Writing


def test_a_draft_begins_with_todays_text(walt):
    text = ProductTextFactory(title="Oggi", body="Il testo di oggi.")

    draft = actions.begin(text.product, language="it", by=walt, at=NOON)

    assert (draft.title, draft.body, draft.author) == ("Oggi", "Il testo di oggi.", walt)
    assert draft.status == Draft.Status.DRAFT


def test_beginning_twice_is_one_draft(walt):
    product = ProductFactory()

    first = actions.begin(product, language="it", by=walt, at=NOON)

    assert actions.begin(product, language="it", by=walt, at=LATER) == first
    assert actions.begin(product, language="en", by=walt, at=LATER) != first


def test_the_first_saving_begins_the_draft(walt):
    draft = save(ProductFactory(), version=0, by=walt)

    assert (draft.words(), draft.version, draft.author) == (WORDS, 1, walt)
    assert list(draft.writers.all()) == [walt]


def test_each_saving_is_a_version(walt):
    product = ProductFactory()
    save(product, version=0, by=walt)

    draft = save(product, version=1, by=walt, body="Fa molta luce.", at=LATER)

    assert (draft.version, draft.body, draft.saved_at) == (2, "Fa molta luce.", LATER)


def test_saving_the_same_words_changes_nothing(walt):
    product = ProductFactory()
    save(product, version=0, by=walt)

    assert save(product, version=0, by=walt, at=LATER).version == 1
    assert save(product, version=1, by=walt, at=LATER).saved_at == NOON


def test_a_stale_saving_is_refused_and_shows_the_other_text(walt, gwen):
    product = ProductFactory()
    save(product, version=0, by=walt)
    save(product, version=1, by=gwen, body="Gwen scrive.")

    with pytest.raises(actions.Stale, match="Gwen saved this text meanwhile") as refusal:
        save(product, version=1, by=walt, body="Walt scrive.")

    assert refusal.value.draft.body == "Gwen scrive."
    assert Draft.objects.get().body == "Gwen scrive."


def test_two_first_savings_do_not_overwrite_each_other(walt, gwen):
    product = ProductFactory()
    save(product, version=0, by=walt)

    with pytest.raises(actions.Stale):
        save(product, version=0, by=gwen, body="Gwen scrive.")


def test_a_text_that_waits_for_approval_is_not_changed(walt):
    draft = DraftFactory(submitted=True)

    with pytest.raises(Refusal, match="Take it back"):
        save(draft.product, version=draft.version, by=walt)


def test_an_approved_draft_is_not_continued(walt):
    draft = DraftFactory(whole=True, status="approved", approved_at=NOON)

    with pytest.raises(Refusal, match="approved meanwhile"):
        save(draft.product, version=draft.version, by=walt)

    assert Draft.objects.count() == 1


# Sending


def test_a_whole_text_is_sent(walt):
    draft = DraftFactory(whole=True)

    actions.submit(draft, by=walt, at=NOON)

    draft.refresh_from_db()
    assert draft.status == Draft.Status.SUBMITTED
    assert draft.moves.get().moved_by == walt


@pytest.mark.parametrize(
    ("lacks", "reason"),
    [
        ({"title": " "}, "Give it a title."),
        ({"body": ""}, "Write the text."),
        ({"body": "x"}, "20"),
    ],
)
def test_a_text_that_lacks_something_stays(walt, lacks, reason):
    draft = DraftFactory(**({"title": "Aria", "body": "luce " * 30} | lacks))

    with pytest.raises(Refusal, match=reason):
        actions.submit(draft, by=walt, at=NOON)

    assert not draft.moves.exists()


def test_what_was_sent_back_can_be_sent_again(walt, gwen):
    draft = DraftFactory(submitted=True)

    actions.request_changes(draft, version=1, note="Più corto.", by=gwen, at=NOON)
    actions.submit(draft, by=walt, at=LATER)

    assert [(move.became, move.note) for move in draft.moves.order_by("pk")] == [
        ("changes", "Più corto."),
        ("submitted", ""),
    ]


def test_the_writer_may_take_it_back(walt):
    draft = DraftFactory(submitted=True)

    draft.take_back(by=walt, at=NOON)

    assert draft.is_editable()


# Approving


def test_an_approved_text_falls_into_the_catalogue(gwen, walt):
    draft = DraftFactory(submitted=True, author=walt, meta_description="Compra.")

    actions.approve(draft, version=1, by=gwen, at=LATER)

    text = ProductText.objects.get()
    draft.refresh_from_db()
    assert (draft.status, draft.approved_at) == (Draft.Status.APPROVED, LATER)
    assert (text.product, text.language) == (draft.product, "it")
    assert (text.title, text.body, text.meta_description) == (draft.title, draft.body, "Compra.")
    assert text.written_at == LATER


def test_the_product_no_longer_lacks_its_text(gwen):
    draft = DraftFactory(submitted=True)
    lacking = Product.objects.lacking_text(languages=["it"])
    assert draft.product in lacking

    actions.approve(draft, version=1, by=gwen, at=NOON)

    assert draft.product not in lacking.all()


def test_the_floors_above_hear_of_it(gwen, django_capture_on_commit_callbacks):
    heard = []

    def listen(**kwargs):
        heard.append(kwargs)

    products_changed.connect(listen)

    with django_capture_on_commit_callbacks(execute=True):
        actions.approve(DraftFactory(submitted=True), version=1, by=gwen, at=NOON)

    assert heard


def test_todays_text_is_replaced_not_doubled(gwen):
    text = ProductTextFactory()

    draft = DraftFactory(submitted=True, product=text.product)
    actions.approve(draft, version=1, by=gwen, at=NOON)

    assert ProductText.objects.get().body == draft.body


def test_only_what_was_read_is_approved(gwen, walt):
    """Taken back, changed and sent again between reading and clicking."""
    draft = DraftFactory(submitted=True)
    draft.take_back(by=walt, at=NOON)
    save(draft.product, version=1, by=walt, body="luce " * 40)
    actions.submit(draft, by=walt, at=NOON)

    with pytest.raises(Refusal, match="Read it again"):
        actions.approve(draft, version=1, by=gwen, at=LATER)

    assert not ProductText.objects.exists()


@pytest.mark.parametrize("status", ["draft", "changes"])
def test_only_a_text_that_was_sent_is_approved(gwen, status):
    with pytest.raises(IllegalMove):
        actions.approve(DraftFactory(whole=True, status=status), version=1, by=gwen, at=NOON)

    assert not ProductText.objects.exists()


# Four eyes


def test_a_few_words_in_somebody_elses_text_count_as_writing(gwen, hired, walt):
    hired("bea", Role.COORDINATOR)
    draft = DraftFactory(whole=True, author=walt)
    save(draft.product, version=1, by=gwen, body="luce " * 30)
    actions.submit(draft, by=walt, at=NOON)

    with pytest.raises(Refusal, match="somebody else must approve"):
        actions.approve(draft, version=2, by=gwen, at=NOON)
