from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone
from guardian.shortcuts import assign_perm

from catalog.models import Product, ProductText
from roles.team.models import Role
from roles.web_writer.models import Copy, Draft
from tests.factories import (
    NOON,
    DraftFactory,
    MarketFactory,
    ProductFactory,
    ProductTextFactory,
    TaskFactory,
    VariantFactory,
)
from tests.factories.copies import CopyFactory
from tests.reading import HTMX, text

pytestmark = pytest.mark.django_db
DESK = "web_writer:desk"
LONG = "Una lampada che illumina bene ogni stanza. " * 5
WORDS = {"title": "Lampada Aria", "body": LONG.strip(), "meta_description": "", "keyword": ""}


def of_draft(verb, draft):
    return reverse(f"web_writer:{verb}", args=[draft.pk])


def of_product(verb, product, language="it"):
    return reverse(f"web_writer:{verb}", args=[product.pk, language])


@pytest.fixture(autouse=True)
def _italy(db):
    MarketFactory()


@pytest.fixture
def walts(as_, walt):
    """Walt's browser."""
    return as_(walt)


# The desk


def test_the_most_urgent_product_stands_first(walts, walt, gwen):
    names = ["Untasked", "Somebody else’s", "Next week", "Overdue", "Pressing", "Mine"]
    products = {name: ProductFactory(name=name) for name in names}
    kind = ContentType.objects.get_for_model(Product)

    def task(name, **fields):
        TaskFactory(subject_type=kind, subject_id=products[name].pk, **fields)

    task("Somebody else’s", assignee=gwen, due_at=NOON, priority=1)
    task("Next week", due_at=NOON + timedelta(days=3))
    task("Overdue", due_at=NOON)
    task("Pressing", due_at=NOON + timedelta(days=9), priority=1)
    task("Mine", assignee=walt, due_at=NOON + timedelta(days=9), priority=4)

    page = text(walts.get(reverse(DESK)))

    wanted = ["Mine", "Pressing", "Overdue", "Next week", "Somebody else", "Untasked"]
    assert sorted(wanted, key=page.index) == wanted


def test_only_products_that_lack_words_are_to_write(walts):
    ProductFactory(name="Untold")
    ProductFactory(name="Archived", status="archived")
    ProductTextFactory(product__name="Told")

    page = text(walts.get(reverse(DESK)))

    assert "Untold" in page
    assert "Archived" not in page
    assert "Told</a>" not in page


def test_the_desk_shows_what_was_sent_back_with_its_note(walts, walt, gwen):
    mine = DraftFactory(submitted=True, author=walt, title="La mia lampada")
    mine.request_changes(note="Manca la parola chiave.", by=gwen, at=NOON)
    DraftFactory(sent_back=True, author=gwen, title="Di Gwen")

    page = text(walts.get(reverse(DESK)))

    assert "La mia lampada" in page
    assert "Manca la parola chiave." in page
    assert "Di Gwen" not in page


def test_who_approves_reads_from_the_desk(as_, gwen):
    draft = DraftFactory(submitted=True)

    page = text(as_(gwen).get(reverse(DESK)))

    assert "Una lampada che illumina" in page
    assert draft.get_absolute_url() in page


def test_an_empty_desk_says_what_would_fill_it(walts):
    assert "Every product has its text" in text(walts.get(reverse(DESK)))


def test_htmx_gets_the_desk_and_the_back_button_the_page(walts):
    part = walts.get(reverse(DESK), headers=HTMX)
    page = walts.get(reverse(DESK), headers=HTMX | {"HX-History-Restore-Request": "true"})

    assert "<html" not in text(part)
    assert "HX-Request" in part["Vary"]
    assert "<html" in text(page)


def test_more_work_costs_no_more_queries(walts, walt, gwen, django_assert_max_num_queries):
    kind = ContentType.objects.get_for_model(Product)
    for product in ProductFactory.create_batch(10):
        TaskFactory(subject_type=kind, subject_id=product.pk, assignee=walt)
        DraftFactory(product=product, language="en", author=walt)
    for draft in DraftFactory.create_batch(10, submitted=True, author=walt):
        draft.request_changes(note="Più corto.", by=gwen, at=NOON)

    with django_assert_max_num_queries(25):
        walts.get(reverse(DESK))


def test_a_short_queue_is_counted_by_looking_at_it(walts, django_assert_max_num_queries):
    ProductFactory.create_batch(3)
    walts.get(reverse(DESK))

    with django_assert_max_num_queries(12):
        page = walts.get(reverse(DESK))

    assert page.context["figures"][0]["value"] == 3


def test_campaign_texts_count_as_the_texts_they_are(walts, walt, monkeypatch):
    monkeypatch.setattr("roles.web_writer.told.SHOWN", 1)
    CopyFactory(status=Copy.Status.CHANGES_REQUESTED)
    CopyFactory(status=Copy.Status.CHANGES_REQUESTED)
    CopyFactory(status="submitted")

    figures = walts.get(reverse(DESK)).context["figures"]

    assert [figure["value"] for figure in figures[1:3]] == [2, 1]
    assert figures[1]["url"].endswith("#campaign-texts")


def test_a_text_asked_for_too_late_is_wanted_at_once(walts):
    now = timezone.now()
    CopyFactory(asked_at=now - timedelta(hours=1), due_at=now - timedelta(days=2))

    page = text(walts.get(reverse(DESK)))

    assert "At once" in page
    assert ">Late<" not in page


def test_a_long_queue_is_counted_whole(walts, monkeypatch):
    monkeypatch.setattr("roles.web_writer.desk.SHOWN", 2)
    ProductFactory.create_batch(5)

    page = walts.get(reverse(DESK))

    assert (len(page.context["queue"]), page.context["figures"][0]["value"]) == (2, 5)


# The editor


def test_a_draft_is_thrown_away_at_its_door(walts, walt):
    draft = DraftFactory(author=walt)
    address = of_draft("throw_away", draft)

    assert walts.post(address).status_code == 422
    assert walts.post(address, {"version": draft.version + 1}).status_code == 409
    assert "Throw this draft away" in text(walts.get(of_product("write", draft.product)))
    answer = walts.post(address, {"version": draft.version})

    assert answer.status_code == 302
    assert walts.post(address, {"version": draft.version}).status_code == 409
    assert "Thrown away" in text(walts.get(answer["Location"]))


def test_the_door_of_the_need_leads_to_the_first_missing_language(walts):
    MarketFactory(country="ES", language="es")
    text_in_spanish = ProductTextFactory(language="es")

    response = walts.get(reverse("web_writer:begin", args=[text_in_spanish.product_id]))

    assert response["Location"] == of_product("write", text_in_spanish.product, "it")


def test_a_product_that_says_everything_opens_its_first_language(walts):
    told = ProductTextFactory(language="it")

    response = walts.get(reverse("web_writer:begin", args=[told.product_id]))

    assert response["Location"] == of_product("write", told.product, "it")


def test_a_new_draft_starts_from_todays_text(walts):
    told = ProductTextFactory(title="Oggi", body="Il testo di oggi.")
    VariantFactory(product=told.product, sku="ARIA-3", weight_g=1200)
    ProductTextFactory(product=told.product, language="en", body="In English.")

    page = text(walts.get(of_product("write", told.product)))

    assert page.count("Il testo di oggi.") == 2
    assert 'name="version" value="0"' in page
    assert "ARIA-3" in page
    assert "In English." in page
    assert not Draft.objects.exists()


def test_looking_begins_nothing(walts):
    walts.get(of_product("write", ProductFactory()))

    assert not Draft.objects.exists()


def test_an_open_draft_is_continued(walts):
    draft = DraftFactory(whole=True, version=7, keyword="lampada")

    page = text(walts.get(of_product("write", draft.product)))

    assert 'name="version" value="7"' in page
    assert draft.title in page


def test_a_text_that_waits_is_read_not_written(walts):
    draft = DraftFactory(submitted=True)

    response = walts.get(of_product("write", draft.product))

    assert response["Location"] == draft.get_absolute_url()


def test_the_editor_shows_the_note_it_came_back_with(walts, gwen):
    draft = DraftFactory(submitted=True)
    draft.request_changes(note="Manca la parola chiave.", by=gwen, at=NOON)

    assert "Manca la parola chiave." in text(walts.get(of_product("write", draft.product)))


def test_the_editor_warns_that_the_shop_changed(walts):
    draft = DraftFactory(whole=True)
    ProductTextFactory(product=draft.product, written_at=NOON + timedelta(days=1))

    assert "changed after this draft" in text(walts.get(of_product("write", draft.product)))


@pytest.mark.parametrize("language", ["xx", "it%20", "IT"])
def test_a_language_nobody_reads_is_not_written(walts, language):
    url = of_product("write", ProductFactory()).replace("/it/", f"/{language}/")

    assert walts.get(url).status_code == 404
    assert walts.post(f"{url}save/", WORDS | {"version": 0}).status_code == 404


def test_a_long_history_costs_no_more_queries(walts, walt, gwen, django_assert_max_num_queries):
    draft = DraftFactory(submitted=True)
    for _ in range(5):
        draft.request_changes(note="Più corto.", by=gwen, at=NOON)
        draft.submit(by=walt, at=NOON)
    draft.request_changes(note="Più corto.", by=gwen, at=NOON)

    with django_assert_max_num_queries(15):
        walts.get(of_product("write", draft.product))


# Saving


def test_saving_by_itself_answers_with_the_new_version(walts, walt):
    product = ProductFactory()

    first = walts.post(of_product("save", product), WORDS | {"version": 0}, headers=HTMX)
    second = walts.post(
        of_product("save", product), WORDS | {"version": 1, "title": "Aria"}, headers=HTMX
    )

    assert 'name="version" value="1"' in text(first)
    assert 'name="version" value="2"' in text(second)
    assert "<html" not in text(second)
    assert Draft.objects.get().title == "Aria"


def test_the_save_button_comes_back_to_the_editor(walts):
    product = ProductFactory()

    response = walts.post(of_product("save", product), WORDS | {"version": 0})

    assert response["Location"] == of_product("write", product)


def test_a_stale_saving_shows_both_texts(walts, gwen):
    draft = DraftFactory(body="Gwen scrive.", version=3, saved_by=gwen)
    mine = WORDS | {"body": "Walt scrive.", "version": 2}

    part = walts.post(of_product("save", draft.product), mine, headers=HTMX)
    page = walts.post(of_product("save", draft.product), mine)

    assert (part.status_code, page.status_code) == (409, 409)
    assert part["HX-Retarget"] == "#conflict"
    assert "Gwen saved this text meanwhile" in text(part)
    assert "Gwen scrive." in text(part)
    assert "Walt scrive." in text(page)
    assert "Gwen scrive." in text(page)
    assert Draft.objects.get().body == "Gwen scrive."


def test_keeping_mine_replaces_the_text_that_was_shown(walts):
    draft = DraftFactory(body="Gwen scrive.", version=3)
    mine = WORDS | {"version": 2, "over": 3}

    response = walts.post(of_product("save", draft.product), mine)

    draft.refresh_from_db()
    assert response.status_code == 302
    assert (draft.body, draft.version) == (WORDS["body"], 4)


def test_what_was_typed_stays_when_the_text_is_gone(walts):
    draft = DraftFactory(whole=True, status="approved", approved_at=NOON)
    mine = WORDS | {"body": "Walt scrive.", "version": 1}

    page = walts.post(of_product("save", draft.product), mine)

    assert page.status_code == 409
    assert "Walt scrive." in text(page)
    assert "approved meanwhile" in text(page)


@pytest.mark.parametrize(
    "words",
    [
        {"title": "x" * 301},
        {"body": "x" * 20_001},
        {"keyword": "x" * 101},
        {"title": "a\x00b"},
        {"version": ""},
        {"version": "-1"},
        {"version": "x"},
    ],
)
def test_what_cannot_be_kept_is_asked_again(walts, words):
    product = ProductFactory()
    typed = WORDS | {"version": 0} | words

    part = walts.post(of_product("save", product), typed, headers=HTMX)
    page = walts.post(of_product("save", product), typed)

    assert (part.status_code, page.status_code) == (422, 422)
    assert "Not saved" in text(part)
    assert "<html" in text(page)
    assert not Draft.objects.exists()


# Sending


def test_a_whole_text_goes_to_approval(walts):
    product = ProductFactory()

    response = walts.post(of_product("submit", product), WORDS | {"version": 0})

    assert response["Location"] == reverse(DESK)
    assert Draft.objects.get().status == Draft.Status.SUBMITTED


def test_the_field_says_what_is_missing_and_nothing_is_lost(walts):
    product = ProductFactory()
    typed = WORDS | {"version": 0, "title": "", "body": "Solo tre parole"}

    page = walts.post(of_product("submit", product), typed)

    draft = Draft.objects.get()
    assert page.status_code == 422
    assert "Give it a title." in text(page)
    assert "Write at least 20 words; it has 3." in text(page)
    assert (draft.status, draft.body) == (Draft.Status.DRAFT, "Solo tre parole")
    assert 'name="version" value="1"' in text(page)


def test_sending_twice_is_refused_politely(walts):
    product = ProductFactory()
    walts.post(of_product("submit", product), WORDS | {"version": 0})

    again = walts.post(of_product("submit", product), WORDS | {"version": 1})

    assert again.status_code == 409
    assert Draft.objects.get().moves.count() == 1


def test_a_stale_sending_sends_nothing(walts):
    draft = DraftFactory(body="Gwen scrive.", version=3)

    page = walts.post(of_product("submit", draft.product), WORDS | {"version": 2})

    draft.refresh_from_db()
    assert page.status_code == 409
    assert draft.status == Draft.Status.DRAFT


# Reading


def test_the_reader_sees_what_is_new(as_, gwen):
    draft = DraftFactory(submitted=True, body="Una lampada grande.")
    ProductTextFactory(product=draft.product, body="Una lampada piccola.")

    page = text(as_(gwen).get(draft.get_absolute_url()))

    assert "<ins>grande.</ins>" in page
    assert "<del>piccola.</del>" in page


def test_approving_is_a_click(as_, gwen):
    draft = DraftFactory(submitted=True)

    response = as_(gwen).post(of_draft("approve", draft), {"version": 1})

    assert response["Location"] == draft.get_absolute_url()
    assert ProductText.objects.get().body == draft.body
    assert "Approved" in text(as_(gwen).get(draft.get_absolute_url()))


@pytest.mark.parametrize("verb", ["approve", "request_changes", "take_back"])
def test_a_second_click_is_refused_politely(as_, gwen, verb):
    draft = DraftFactory(submitted=True)
    browser = as_(gwen)
    answer = {"version": 1, "note": "Più corto."}

    browser.post(of_draft(verb, draft), answer)
    again = browser.post(of_draft(verb, draft), answer, headers=HTMX)

    assert again.status_code == 409
    assert again["HX-Retarget"] == "#refusal"
    assert draft.moves.count() == 1


def test_sending_back_needs_a_note(as_, gwen):
    draft = DraftFactory(submitted=True)

    page = as_(gwen).post(of_draft("request_changes", draft), {"version": 1, "note": " "})

    draft.refresh_from_db()
    assert page.status_code == 422
    assert "This field is required" in text(page)
    assert draft.status == Draft.Status.SUBMITTED


def test_an_approval_must_say_what_was_read(as_, gwen):
    draft = DraftFactory(submitted=True)

    assert as_(gwen).post(of_draft("approve", draft)).status_code == 422
    assert as_(gwen).post(of_draft("approve", draft), {"version": 9}).status_code == 409
    assert not ProductText.objects.exists()


def test_taking_back_opens_the_editor(walts):
    draft = DraftFactory(submitted=True)

    response = walts.post(of_draft("take_back", draft))

    assert response["Location"] == of_product("write", draft.product)


def test_a_writer_does_not_approve(walts):
    draft = DraftFactory(submitted=True)

    assert walts.post(of_draft("approve", draft), {"version": 1}).status_code == 404
    assert of_draft("approve", draft) not in text(walts.get(draft.get_absolute_url()))


def test_who_may_only_read_writes_nothing(as_, hired):
    draft = DraftFactory(whole=True)
    browser = as_(hired("sam", Role.SEO))

    assert browser.get(draft.get_absolute_url()).status_code == 200
    assert browser.get(of_product("write", draft.product)).status_code == 404
    assert browser.post(of_product("save", draft.product)).status_code == 404


def test_an_outsider_reads_just_the_draft_handed_over(as_, stella):
    mine, other = DraftFactory.create_batch(2, whole=True)
    assign_perm("web_writer.view_draft", stella, mine)

    assert as_(stella).get(mine.get_absolute_url()).status_code == 200
    assert as_(stella).get(other.get_absolute_url()).status_code == 404


# The panel of a product


def test_a_product_shows_its_languages(walts):
    MarketFactory(country="ES", language="es")
    told = ProductTextFactory(language="it")
    DraftFactory(product=told.product, language="es", status="submitted", whole=True)

    part = text(walts.get(reverse("web_writer:of_product", args=[told.product_id])))

    assert part.strip().startswith("<section")
    assert "on the shop" in part
    assert "missing" in part
    assert "Sent to approval" in part
    assert of_product("write", told.product, "es") in part


def test_the_main_job_of_a_writer(as_, walt, gwen):
    """From the inbox's door to the catalogue, in as many steps as it takes and no more."""
    product = ProductFactory(created_at=timezone.now())
    editor = as_(walt).get(reverse("web_writer:begin", args=[product.pk]))["Location"]
    as_(walt).get(editor)
    as_(walt).post(f"{editor}submit/", WORDS | {"version": 0})

    as_(gwen).post(of_draft("approve", Draft.objects.get()), {"version": 1})

    assert not Product.objects.lacking_text(languages=["it"]).exists()
