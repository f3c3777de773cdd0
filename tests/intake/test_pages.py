"""Handing files in through the browser."""

import csv
import io
import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from config.intake import jobs
from config.intake.kinds import house
from config.intake.models import Delivery, Profile
from logistics.models import StockCount
from orders.models import Order, OrderLine
from roles.marketing.models import AdSpend
from roles.team.models import Role
from tests.factories import ChannelFactory
from tests.intake.conftest import ITEMS, ORDERS
from tests.reading import text

pytestmark = pytest.mark.django_db
GOOD = "o1,c,delivered,2018-01-01 10:00:00,2018-01-01 11:00:00,,,"
BAD = "o2,c,delivered,2018-02-30 10:00:00,,,,"
ITEM = "o1,1,p1,s,2018-01-04 10:00:00,10.50,2.00"


@pytest.fixture
def browser(as_, gwen, ready):
    return as_(gwen)


def upload(browser, platform="other", **files):
    channel = ChannelFactory(platform=platform)
    sent = [
        SimpleUploadedFile(f"{name}.csv", "\n".join(lines).encode())
        for name, lines in files.items()
    ]
    return browser.post(reverse("intake:new"), {"source": channel.pk, "files": sent})


def say(browser, verb, delivery):
    return browser.post(reverse(f"intake:{verb}", args=[delivery.pk]))


def test_files_are_looked_at_before_anything_lands(browser):
    answer = upload(browser, orders=[ORDERS, GOOD], items=[ITEMS, ITEM])

    first = Delivery.objects.order_by("pk").first()
    assert answer.url == first.get_absolute_url()
    assert [each.profile.key for each in Delivery.objects.order_by("pk")] == [
        "olist-orders",
        "olist-items",
    ]
    assert not Order.objects.exists()
    page = browser.get(answer.url).content.decode()
    assert "Olist: orders" in page
    assert "Import these 2 files" in page


def test_the_preview_shows_the_rows_as_they_would_land(browser):
    upload(browser, orders=[ORDERS, GOOD, BAD])

    shown = browser.get(reverse("intake:preview", args=[Delivery.objects.get().pk]))

    page = text(shown)
    assert "Orders, the first rows" in page
    assert "o1" in page
    assert "“2018-02-30 10:00:00” is no date" in page
    assert not Order.objects.exists()


def test_the_preview_calls_days_and_choices_by_the_readers_names(as_, hired, ready):
    head = "Day,Campaign,Currency code,Cost,Clicks,Impr."
    browser = as_(hired("giulia", Role.COORDINATOR, language="it"))
    upload(browser, ads=[head, "2026-11-19,Brand,EUR,5.00,10,500"])

    shown = text(browser.get(reverse("intake:preview", args=[Delivery.objects.get().pk])))

    assert '<td class="clip">19 nov 2026</td>' in shown
    assert '<td class="clip">Google Ads</td>' in shown
    assert "google_ads" not in shown


# In the reader's language, whoever handed the file in


@pytest.fixture
def carmen(hired):
    return hired("carmen", Role.COORDINATOR, language="es")


def read(answer):
    return (answer.getvalue() if answer.streaming else answer.content).decode()


@pytest.mark.parametrize("verb", ["preview", "rejected", "delivery", "progress"])
def test_why_a_row_is_rejected_is_told_in_the_readers_language(as_, gwen, carmen, ready, verb):
    browser = as_(carmen)
    upload(browser, orders=[ORDERS, GOOD, BAD, GOOD.replace("11", "12")])
    delivery = Delivery.objects.get()
    if verb != "preview":
        say(browser, "rehearse", delivery)
    address = reverse(f"intake:{verb}", args=[delivery.pk])

    english, spanish = (read(as_(person).get(address)) for person in (gwen, carmen))

    assert "Placed at: “2018-02-30 10:00:00” is no date and time" in english
    assert "Line 2 has the same id, with other content." in english
    assert "Recibido el: «2018-02-30 10:00:00» no es una fecha y hora" in spanish
    assert "La fila 2 tiene el mismo id" in spanish


def test_why_a_file_is_refused_is_told_in_the_readers_language(browser, as_, carmen):
    upload(browser, picture=["%PDF-1.4"])
    upload(browser, orders=[ORDERS, GOOD])
    picture, orders = Delivery.objects.order_by("pk")
    other = Profile.objects.get(key="olist-items")

    browser.post(reverse("intake:choose_profile", args=[orders.pk]), {"profile": other.pk})
    say(browser, "start", orders)

    assert "no es una tabla" in read(as_(carmen).get(picture.get_absolute_url()))
    told = read(as_(carmen).get(orders.get_absolute_url()))
    assert "no encaja con el perfil «Olist: líneas de pedido»" in told
    assert "“order_item_id”, “product_id”" in told


def test_what_was_worded_before_stays_as_it_was(browser, as_, carmen):
    upload(browser, orders=[ORDERS, GOOD])
    delivery = Delivery.objects.get()
    delivery.rejected.create(line=2, kind="orders", reason="Manca la data, 100% sicuro.", cells=[])
    delivery.refuse("Il file è vuoto.", at=delivery.received_at)

    page = read(as_(carmen).get(delivery.get_absolute_url()))

    assert "Manca la data, 100% sicuro." in page
    assert "Il file è vuoto." in page


# A decimal comma under a profile that reads a point

ADS = "Day,Campaign,Currency code,Cost,Clicks,Impr."
COMMAS = [ADS, '2026-11-19,Brand,EUR,"1.012,50",10,500', "2026-11-20,Brand,EUR,7,10,500"]


def offered(answer):
    """What the click that is offered would send."""
    form = re.search(r'<form class="alert".*?</form>', answer.content.decode(), re.DOTALL)
    return form and dict(re.findall(r'name="(profile|decimal)" value="(.*?)"', form.group()))


def test_one_click_reads_the_numbers_with_the_comma_they_have(browser):
    upload(browser, ads=COMMAS)
    delivery = Delivery.objects.get()
    preview = reverse("intake:preview", args=[delivery.pk])
    said = offered(browser.get(preview))

    answer = browser.post(reverse("intake:choose_profile", args=[delivery.pk]), said)

    assert said == {"profile": str(delivery.profile_id), "decimal": ","}
    assert answer.url == delivery.get_absolute_url()
    read = browser.get(preview)
    assert offered(read) is None
    assert "1012.50" in text(read)
    say(browser, "start", delivery)
    assert sum(AdSpend.objects.values_list("amount", flat=True)) == Decimal("1019.50")


def test_what_was_counted_with_a_point_is_counted_anew_with_a_comma(browser):
    upload(browser, ads=COMMAS)
    delivery = Delivery.objects.get()
    say(browser, "rehearse", delivery)
    said = offered(browser.get(delivery.get_absolute_url()))

    browser.post(reverse("intake:choose_profile", args=[delivery.pk]), said)

    delivery.refresh_from_db()
    assert (delivery.total("new"), delivery.refused, delivery.decimal) == (2, 0, ",")
    assert offered(browser.get(delivery.get_absolute_url())) is None
    assert not AdSpend.objects.exists()
    browser.post(reverse("intake:choose_profile", args=[delivery.pk]), {"profile": said["profile"]})
    delivery.refresh_from_db()
    assert (delivery.refused, delivery.decimal) == (1, "")


def test_a_mark_that_is_none_is_refused(browser):
    upload(browser, ads=COMMAS)
    delivery = Delivery.objects.get()
    said = {"profile": delivery.profile_id, "decimal": ";"}

    answer = browser.post(reverse("intake:choose_profile", args=[delivery.pk]), said)

    assert answer.status_code == 422
    delivery.refresh_from_db()
    assert delivery.decimal == ""


def test_a_rehearsal_counts_files_that_belong_together_and_keeps_nothing(browser):
    upload(browser, items=[ITEMS, ITEM], orders=[ORDERS, GOOD, BAD])
    items, orders = Delivery.objects.order_by("pk")

    say(browser, "rehearse", items)

    items.refresh_from_db()
    orders.refresh_from_db()
    assert items.report["lines"]["new"] == 1
    assert orders.report["orders"] == {
        "read": 2, "new": 1, "changed": 0, "unchanged": 0, "waiting": 0, "rejected": 1,
    }  # fmt: skip
    assert orders.rejected.count() == 1
    assert orders.status == Delivery.Status.RECEIVED
    assert not Order.objects.exists()
    assert "What would land" in browser.get(orders.get_absolute_url()).content.decode()
    together = browser.get(items.get_absolute_url()).context["together"]
    assert together == [(items, [1, 1, 0, 0, 0, 0]), (orders, [2, 1, 0, 0, 0, 1])]


def test_the_page_of_a_file_that_is_through_looks_at_those_that_are_not(browser):
    upload(browser, items=[ITEMS, ITEM], orders=[ORDERS, GOOD, BAD])
    items, orders = Delivery.objects.order_by("pk")
    orders.queue(by=None, at=orders.received_at, is_dry_run=True)

    page = browser.get(items.get_absolute_url()).content.decode()

    assert 'hx-select="#together"' in page
    assert 'hx-select="#together"' not in browser.get(orders.get_absolute_url()).content.decode()


def test_an_import_lands_and_reports(browser):
    upload(browser, items=[ITEMS, ITEM], orders=[ORDERS, GOOD, BAD])
    items, orders = Delivery.objects.order_by("pk")

    say(browser, "start", items)

    assert OrderLine.objects.get().order == Order.objects.get()
    page = browser.get(orders.get_absolute_url()).content.decode()
    assert "What landed" in page
    assert "Rejected rows: 1" in page


def test_rejected_rows_are_taken_as_csv_and_handed_in_corrected(browser):
    upload(browser, orders=[ORDERS, GOOD, BAD])
    delivery = Delivery.objects.get()
    say(browser, "start", delivery)

    answer = browser.get(reverse("intake:rejected", args=[delivery.pk]))

    file = b"".join(answer.streaming_content).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(file))
    assert row["order_id"] == "o2"
    assert row["Regia: line"] == "3"
    assert "is no date" in row["Regia: why not"]
    upload(browser, corrected=file.replace("02-30", "02-28").splitlines())
    say(browser, "start", Delivery.objects.last())
    assert Order.objects.count() == 2


@pytest.mark.parametrize(("line", "why"), [("%PDF-1.4", "not a table"), ("", "The file is empty.")])
def test_a_file_that_is_no_table_is_refused_on_its_page(browser, line, why):
    answer = upload(browser, picture=[line], orders=[ORDERS, GOOD])

    page = text(browser.get(answer.url))
    assert why in page
    assert "Say which column is which" not in page
    orders = Delivery.objects.last()
    assert orders.status == Delivery.Status.RECEIVED
    assert "Import it" in text(browser.get(orders.get_absolute_url()))


def test_without_a_file_one_is_asked_again(browser):
    answer = browser.post(reverse("intake:new"), {"source": ChannelFactory().pk})

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["files"]


def test_headings_without_rows_are_said(browser):
    upload(browser, orders=[ORDERS])
    delivery = Delivery.objects.get()

    assert "headings and no rows" in text(
        browser.get(reverse("intake:preview", args=[delivery.pk]))
    )
    say(browser, "start", delivery)
    delivery.refresh_from_db()
    assert (delivery.status, delivery.read) == (Delivery.Status.DONE, 0)


def test_a_file_nobody_knows_gets_a_profile_by_hand(browser):
    answer = upload(browser, mine=["Nr;When;State", "7;31/12/2025 10:00;sold"])
    delivery = Delivery.objects.get()
    assert delivery.profile is None
    assert "No profile knows this file" in browser.get(answer.url).content.decode()
    address = reverse("intake:columns", args=[delivery.pk])
    assert "31/12/2025" in browser.get(address).content.decode()
    said = {
        "name": "My shop", "decimal": ",", "dates": "dmy", "use-orders": "on",
        "column-orders-external_id": "Nr", "column-orders-placed_at": "When",
        "column-orders-status": "State", "words-orders-status": "sold = paid",
    }  # fmt: skip

    wrong = browser.post(address, said | {"column-orders-placed_at": ""})
    browser.post(address, said)
    say(browser, "start", delivery)

    assert wrong.status_code == 422
    assert "Choose the column" in wrong.content.decode()
    profile = Profile.objects.get(key="my-shop")
    assert profile.signature == ["Nr", "State", "When"]
    order = Order.objects.get()
    assert (order.external_id, order.status) == ("7", "paid")
    upload(browser, again=["Nr;When;State", "8;01/02/2026 10:00;sold"])
    assert Delivery.objects.last().profile == profile


@pytest.mark.parametrize(
    ("platform", "first"),
    [("shopify", "shopify"), ("woocommerce", "woocommerce"), ("other", "mine")],
)
def test_the_profiles_of_the_own_platform_stand_first_and_public_data_last(
    browser, platform, first
):
    Profile.objects.create(key="mine", name="Till", family="mine", kinds={})
    answer = upload(browser, platform, mine=["Nr;When", "7;soon"])

    field = browser.get(answer.url).context["profile_form"]["profile"].field

    (nobody, _), *shops, (group, public) = field.choices
    families = dict(Profile.objects.values_list("pk", "family"))
    assert (nobody, group) == ("", "Public data sets")
    assert families[shops[0][0]] == first
    assert "mine" in {families[pk] for pk, _name in shops[:4]}
    assert {families[pk] for pk, _name in public} == {"maven", "olist", "online_retail"}
    assert len(shops) + len(public) == Profile.objects.count()


@pytest.mark.parametrize("platform", ["woocommerce", "other"])
def test_who_brings_the_orders_of_woocommerce_is_told_what_to_do(browser, platform):
    page = browser.get(upload(browser, platform, mine=["Nr;When", "7;soon"]).url)

    told = "WooCommerce itself writes no file of orders" in text(page)
    assert told is (platform == "woocommerce")


@pytest.mark.parametrize("verb", ["rehearse", "start"])
def test_stock_that_is_not_taken_is_said(browser, verb):
    head = "Handle,Title,Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Price"
    row = "lamp,Lamp,Us,Title,Default Title,L-1,10"
    upload(browser, silent=[head, row], stocked=[f"{head},Variant Inventory Qty", f"{row},12"])
    silent, stocked = Delivery.objects.order_by("pk")

    say(browser, verb, stocked)

    assert not StockCount.objects.exists()
    assert "Stock is not taken from the file" in text(browser.get(stocked.get_absolute_url()))
    assert "Stock is not taken" not in text(browser.get(silent.get_absolute_url()))


@pytest.mark.parametrize(
    ("head", "kinds", "guessed"),
    [
        ("Codice;Nome;Prezzo;Quantità", ["products", "prices"],
         {"products-sku": "Codice", "products-name": "Nome", "prices-amount": "Prezzo"}),
        ("Referencia;Nombre;Precio", ["products", "prices"],
         {"products-external_id": "Referencia", "products-name": "Nombre"}),
        ("N. ordine;Data;Riga;SKU;Q.tà;Prezzo unitario;E-mail", ["orders", "lines"],
         {"orders-placed_at": "Data", "lines-quantity": "Q.tà", "orders-buyer_email": "E-mail"}),
        ("Order Number;Order Date;Item #;SKU;Quantity;Item Cost", ["orders", "lines"],
         {"lines-order": "Order Number", "lines-unit_price": "Item Cost"}),
        ("Correo electrónico;Ciudad;Móvil", ["customers"], {"customers-city": "Ciudad"}),
        ("Wobble;Nome", [], {"products-name": "Nome"}),
    ],
)  # fmt: skip
def test_columns_with_known_names_are_guessed(browser, head, kinds, guessed):
    upload(browser, mine=[head, ";".join("1" * (head.count(";") + 1))])

    page = browser.get(reverse("intake:columns", args=[Delivery.objects.get().pk]))

    form = page.context["form"]
    assert [key for key in house.kinds if form[f"use-{key}"].initial] == kinds
    assert bool(form["grouped-orders"].initial) is ("orders" in kinds)
    assert {name: form[f"column-{name}"].initial for name in guessed} == guessed


def test_a_wrong_profile_says_what_it_misses(browser):
    upload(browser, orders=[ORDERS, GOOD])
    delivery = Delivery.objects.get()
    other = Profile.objects.get(key="olist-items")

    browser.post(reverse("intake:choose_profile", args=[delivery.pk]), {"profile": other.pk})
    say(browser, "start", delivery)

    delivery.refresh_from_db()
    assert delivery.status == Delivery.Status.REFUSED
    assert "“price”" in delivery.told


def test_two_clicks_import_once(browser):
    upload(browser, orders=[ORDERS, GOOD])
    delivery = Delivery.objects.get()
    delivery.queue(by=None, at=delivery.received_at)

    answer = say(browser, "start", delivery)

    assert answer.status_code == 409


def test_while_the_line_is_down_an_import_waits(browser, monkeypatch):
    monkeypatch.setattr("config.intake.views.ring", lambda job: None)
    upload(browser, orders=[ORDERS, GOOD])
    delivery = Delivery.objects.get()

    say(browser, "start", delivery)

    page = browser.get(delivery.get_absolute_url()).content.decode()
    assert "It starts by itself" in page
    assert not Order.objects.exists()
    jobs.take_in()
    assert Order.objects.exists()


def test_a_name_full_of_tricks_is_only_a_name(browser):
    channel = ChannelFactory()
    sent = SimpleUploadedFile("../../x\0" + "y" * 300 + ".csv", f"{ORDERS}\n{GOOD}".encode())

    browser.post(reverse("intake:new"), {"source": channel.pk, "files": [sent]})

    delivery = Delivery.objects.get()
    assert delivery.file.name.startswith("deliveries/")
    assert ".." not in delivery.file.name


def test_the_list_asks_the_same_number_of_questions_however_long(
    browser, django_assert_max_num_queries
):
    for number in range(8):
        upload(browser, **{f"orders{number}": [ORDERS, GOOD]})

    with django_assert_max_num_queries(12):
        page = browser.get(reverse("intake:deliveries"))

    assert page.content.decode().count("orders7.csv") == 1


def test_an_empty_list_says_what_would_fill_it(browser):
    assert "No imports yet" in browser.get(reverse("intake:deliveries")).content.decode()


def test_profiles_tell_their_notes(browser):
    page = browser.get(reverse("intake:profiles")).content.decode()

    assert "Invoices beginning with C are credit notes" in page


def test_profiles_of_the_house_speak_the_readers_language(browser, gwen):
    gwen.language = "it"
    gwen.save(update_fields=["language"])
    Profile.objects.create(
        key="ours", name="Orders", family="ours", kinds={}, notes="Written here."
    )
    Profile.objects.filter(key="olist-orders").update(name="Customers")

    page = browser.get(reverse("intake:profiles")).content.decode()

    assert [word in page for word in (">Orders<", ">Clienti<", ">Customers<")] == [
        True,
        True,
        False,
    ]
    assert "Le fatture che iniziano con C sono note di credito" in page
    assert "Written here." in page


@pytest.mark.parametrize(
    ("verb", "method"),
    [
        ("delivery", "get"), ("preview", "get"), ("progress", "get"), ("rejected", "get"),
        ("columns", "get"), ("choose_profile", "post"), ("rehearse", "post"), ("start", "post"),
    ],
)  # fmt: skip
def test_a_stranger_finds_no_door(browser, as_, stella, verb, method):
    upload(browser, orders=[ORDERS, GOOD])
    address = reverse(f"intake:{verb}", args=[Delivery.objects.get().pk])

    assert getattr(as_(stella), method)(address).status_code == 404


def test_the_channel_says_what_it_means_for_advertising(browser):
    ChannelFactory()

    assert "the shop it advertises" in text(browser.get(reverse("intake:new")))


def test_the_only_channel_is_chosen_already(browser):
    ChannelFactory()
    assert "Choose …" not in browser.get(reverse("intake:new")).content.decode()
    ChannelFactory(code="second", name="Second")
    assert "Choose …" in browser.get(reverse("intake:new")).content.decode()
