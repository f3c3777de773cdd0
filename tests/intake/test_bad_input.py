"""What no shop should send and every shop sends: refused, or rejected with line and reason."""

import gzip
import io
import zipfile
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from openpyxl import Workbook

from catalog.models import Product, ProductImage, Variant
from config.intake.models import Delivery, Profile, Rejected
from config.lib import lines
from orders.models import Order, OrderLine, Refund
from tests.intake.conftest import ITEMS, ORDERS

pytestmark = pytest.mark.django_db
PLAIN = "2018-01-01 10:00:00"


def order(id, placed=PLAIN, status="delivered", paid=""):
    return f"{id},c,{status},{placed},{paid},,,"


def reasons():
    return {row.line: row.told for row in Rejected.objects.all()}


def refusal(import_, path, **options):
    with pytest.raises(CommandError) as refused:
        import_(path, **options)
    assert refused.value.returncode == 2
    assert "Traceback" not in str(refused.value)
    return str(refused.value)


# Refused as a whole


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not a table"),
        (b"%PDF-1.7 ...", "not a table"),
        (b"<html><body>Login</body></html>", "not a table"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"\x1f\x8b broken", "damaged"),
        (b"hello\nworld\n", "has no column"),
    ],
)
def test_what_is_no_table_of_ours_is_refused_with_a_sentence(import_, tmp_path, content, words):
    path = tmp_path / "file.csv"
    path.write_bytes(content)

    assert words in refusal(import_, path)
    assert not Delivery.objects.exists()


def test_a_zip_of_tables_is_to_be_unpacked_first(import_, tmp_path):
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as parts:
        parts.writestr("orders.csv", "a,b\n1,2\n")

    assert "Unpack it" in refusal(import_, path)


def test_a_bomb_is_refused_before_it_unpacks(import_, tmp_path, monkeypatch):
    monkeypatch.setattr(lines, "LONGEST_FILE", 5 * 2**20)
    path = tmp_path / "bomb.csv.gz"
    with gzip.open(path, "wb") as bomb:
        bomb.write((ORDERS + "\n").encode())
        for _piece in range(6):
            bomb.write(b"," * 2**20)
    assert path.stat().st_size < 10_000

    with pytest.raises(CommandError):
        import_(path)
    assert "300 MB" in Delivery.objects.get().told
    assert not Order.objects.exists()


def test_a_file_for_another_profile_says_which_columns_it_misses(import_, small_olist):
    told = refusal(import_, small_olist["payments"], profile="olist-orders")

    assert "“customer_id”" in told
    assert "Olist: orders" in told


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"profile": "nobody"}, "There is no profile nobody"),
        ({"currency": "XXL"}, "XXL is no currency"),
        ({"timezone": "Mars/Base"}, "Mars/Base is no time zone"),
        ({"currency": None}, "is new"),
    ],
)
def test_what_the_command_was_told_wrongly_is_said(import_, small_olist, options, words):
    assert words in refusal(import_, small_olist["orders"], **options)


def test_a_missing_file_is_said(ready):
    with pytest.raises(CommandError) as refused:
        call_command("import_history", "/nowhere.csv", channel="x", profile="olist")
    assert refused.value.returncode == 2


# Split into good and rejected


def test_bad_rows_come_back_with_line_and_reason(import_, file):
    path = file(
        "orders.csv",
        ORDERS,
        order("good"),
        order("", paid=PLAIN),
        order("feb30", placed="2018-02-30 10:00:00"),
        order("far", placed="9999-01-01 00:00:00"),
        order("what", status="teleported"),
        order("never", placed="yesterday"),
        order("leap", placed="2016-02-29 10:00:00"),
    )

    report = import_(path)

    assert report.code == 1
    assert report["orders"] == (7, 2, 0, 0, 0, 5)
    told = reasons()
    assert told[3] == "Order's id is missing."
    assert told[4].startswith("Placed at: “2018-02-30 10:00:00” is no date")
    assert "1990 and 2099" in told[5]
    assert "“teleported” no meaning" in told[6]
    assert "“yesterday”" in told[7]
    assert set(Order.objects.values_list("external_id", flat=True)) == {"good", "leap"}


@pytest.mark.parametrize("cell", ["2018-02-30", "Orders", 'say "soon" \\', "100 %(field)s"])
def test_a_cell_is_quoted_as_it_stands_in_any_language(import_, file, cell):
    placed = cell.replace('"', '""')
    import_(file("orders.csv", ORDERS, order("o1", placed=f'"{placed}"')))

    with translation.override("it"):
        assert f"“{cell}” non è una data" in reasons()[2]


def test_the_rejects_file_has_the_columns_and_comes_back_corrected(import_, file, settings):
    path = file("orders.csv", ORDERS, order("good"), order("bad", placed="=1+1"))
    import_(path)
    (rejects,) = (settings.DATA_DIR / "rejects").glob("*.csv")
    text = rejects.read_text(encoding="utf-8-sig")
    assert text.startswith(ORDERS)
    assert "'=1+1" in text

    corrected = file("corrected.csv", text.replace("'=1+1", PLAIN).rstrip("\r\n"))
    report = import_(corrected)

    assert report["orders"] == (1, 1, 0, 0, 0, 0)


def test_ragged_rows_open_quotes_and_nul_spoil_only_their_own_line(import_, file):
    path = file(
        "orders.csv",
        ORDERS,
        order("one"),
        "short,row",
        order("two") + ",,,,",
        'open,c,delivered,"2018-01-01 10:00:00,,,,',
        order("three"),
        order("nul\0"),
        order("four"),
    )

    report = import_(path)

    assert report["orders"] == (7, 4, 0, 0, 0, 3)
    told = reasons()
    assert told[3] == "The row has 2 cells, the table 8 columns."
    assert "quotation mark" in told[5]
    assert "NUL" in told[7]


def test_a_cell_of_a_megabyte_is_rejected_and_the_next_row_lands(import_, file):
    path = file("orders.csv", ORDERS, order("x" * 1_000_000), order("next"))

    report = import_(path)

    assert report["orders"] == (2, 1, 0, 0, 0, 1)
    assert "longer than 100,000" in reasons()[2]


@pytest.mark.parametrize(
    ("encoding", "end"),
    [("utf-8-sig", "\r\n"), ("utf-16", "\n"), ("cp1252", "\r"), ("utf-8", "\n")],
)
def test_any_encoding_mark_and_line_end_is_understood(import_, file, encoding, end):
    path = file(
        "customers.csv",
        "customer_id,customer_unique_id,customer_zip_code_prefix,customer_city,customer_state",
        "c1,ann,01000,são joão da boa vista,SP",
        "c2,bob,01000,ribeirão preto,SP",
        encoding=encoding,
        end=end,
    )

    assert import_(path)["customers"] == (2, 2, 0, 0, 0, 0)
    names = set(Delivery.objects.values_list("headings__0", flat=True))
    assert names == {"customer_id"}


@pytest.mark.parametrize("sign", [";", "\t", "|"])
def test_any_delimiter_is_understood(import_, file, sign):
    path = file("orders.csv", ORDERS.replace(",", sign), order("a").replace(",", sign))

    assert import_(path)["orders"] == (1, 1, 0, 0, 0, 0)


def test_signs_of_another_encoding_spoil_only_their_row(import_, tmp_path):
    path = tmp_path / "orders.csv"
    rows = [ORDERS, order("é"), order("caffè"), order("più"), order("però")]
    path.write_bytes("\n".join(rows).encode().replace("é".encode(), b"\xe9"))

    report = import_(path)

    assert report["orders"] == (4, 3, 0, 0, 0, 1)
    assert "encoding" in reasons()[2]


def test_numbers_with_a_comma_are_read_as_the_profile_says(import_, file):
    Profile.objects.filter(key="olist-items").update(reading={"decimal": ",", "dates": "dmy"})
    header = ITEMS.replace(",", ";")
    path = file(
        "items.csv",
        header,
        "o1;1;p;s;31/12/2017 10:00:00;1.234,50;9,90",
        "o1;2;p;s;31/12/2017 10:00:00;12.50;9,90",
        "o1;3;p;s;2017-12-31 10:00:00;7;0",
    )
    import_(file("orders.csv", ORDERS, order("o1")))

    report = import_(path)

    assert report["lines"] == (3, 2, 0, 0, 0, 1)
    assert OrderLine.objects.get(external_id="1").unit_price == Decimal("1234.50")
    assert "“12.50” has a decimal point, and the file is read with a comma." in reasons()[3]


def test_a_decimal_comma_is_never_taken_for_thousands(import_, file):
    import_(file("orders.csv", ORDERS, order("o1")))
    path = file("items.csv", ITEMS, 'o1,1,p,s,2018-01-01 10:00:00,"12,50",0')

    assert import_(path)["lines"] == (1, 0, 0, 0, 0, 1)
    assert "“12,50” has a decimal comma, and the file is read with a point." in reasons()[2]


@pytest.mark.parametrize("amount", ["-1", "1,2,3", "12,5O", ","])
def test_a_number_that_is_wrong_in_another_way_is_not_blamed_on_its_mark(import_, file, amount):
    import_(file("orders.csv", ORDERS, order("o1")))
    path = file("items.csv", ITEMS, f'o1,1,p,s,2018-01-01 10:00:00,"{amount}",0')

    import_(path)

    assert "is negative, too large or no number" in reasons()[2]


@pytest.mark.parametrize(
    "amount", ["9223372036854775808", "1e400", "NaN", "Infinity", "-1", "0x10"]
)
def test_no_number_is_too_strange_to_be_rejected(import_, file, amount):
    import_(file("orders.csv", ORDERS, order("o1")))
    path = file("items.csv", ITEMS, f"o1,1,p,s,2018-01-01 10:00:00,{amount},0")

    assert import_(path)["lines"][5] == (0 if amount == "NaN" else 1) or amount == "NaN"
    assert not OrderLine.objects.exists()


def test_an_id_twice_with_other_content_is_rejected_and_names_the_first(import_, file):
    path = file(
        "orders.csv",
        ORDERS,
        order("o1"),
        order("o1"),
        order("o1", placed="2018-05-05 10:00:00"),
    )

    report = import_(path)

    assert report["orders"] == (3, 1, 0, 1, 0, 1)
    assert reasons() == {4: "Line 2 has the same id, with other content."}


def test_an_order_with_a_bad_line_does_not_land_by_halves(import_, file):
    header = (
        "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Shipping,Total,"
        "Created at,Lineitem quantity,Lineitem name,Lineitem price"
    )
    placed = "2026-01-02 10:00:00 +0100"
    path = file(
        "shopify.csv",
        header,
        f"#1,ann@example.org,paid,{placed},,EUR,5,25,{placed},1,Lamp,20",
        "#1,ann@example.org,,,,,,,,-2,Vase,5",
        f"#2,bob@example.org,paid,{placed},,EUR,5,25,{placed},1,Lamp,20",
        f"#3,eve@example.org,paid,{placed},,KRONEN,5,25,{placed},1,Lamp,20",
    )

    report = import_(path, profile="shopify", channel="shopify", currency="EUR")

    assert report["orders"] == (3, 1, 0, 0, 0, 2)
    assert Order.objects.get().external_id == "#2"
    assert Order.objects.get().placed_at == datetime(2026, 1, 2, 9, tzinfo=UTC)
    told = reasons()
    assert told[2] == "Line 3 belongs together with this one and was refused."
    assert told[3].startswith("Quantity: “-2”")
    assert told[5] == "Currency: “KRONEN” is no currency."


@pytest.mark.parametrize("repeated", ["", "2026-01-02 10:00:00 +0100"], ids=["empty", "repeated"])
def test_the_further_lines_of_an_order_may_repeat_when_it_was_placed(import_, file, repeated):
    header = (
        "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Currency,Subtotal,"
        "Shipping,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Refunded Amount,"
        "Vendor"
    )
    placed = "2026-01-02 10:00:00 +0100"
    path = file(
        "shopify.csv",
        header,
        f"#1,ann@example.org,paid,{placed},fulfilled,{placed},EUR,25,5,30,{placed},1,Lamp,20,4,Us",
        f"#1,ann@example.org,,,,,,,,,{repeated},1,Vase,5,,Us",
    )

    report = import_(path, profile="shopify", channel="shopify", currency="EUR")

    kinds = ("orders", "customers", "payments", "refunds", "parcels")
    assert {kind: report[kind] for kind in kinds} == dict.fromkeys(kinds, (1, 1, 0, 0, 0, 0))
    assert report["lines"] == (2, 2, 0, 0, 0, 0)


def test_credit_notes_postage_and_fees_of_invoice_lines(import_, file):
    header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
    path = file(
        "uci.csv",
        header,
        "1,85123A,HEART,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom",
        "1,85123A,HEART,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom",
        "1,POST,POSTAGE,1,2010-12-01 08:26:00,18.00,17850.0,United Kingdom",
        "1,M,Manual,1,2010-12-01 08:26:00,4.00,17850.0,United Kingdom",
        "C2,85123a,HEART,-2,2010-12-05 08:26:00,2.55,17850.0,United Kingdom",
        "3,22752,?,-9,2010-12-05 08:26:00,0.0,,United Kingdom",
    )
    options = {"channel": "uci", "profile": "online_retail", "currency": "GBP"}

    report = import_(path, **options, timezone="Europe/London")

    assert report["lines"] == (3, 2, 0, 0, 0, 1)
    assert "1 rows left out" in report.text
    placed = Order.objects.get()
    assert placed.shipping_charged == Decimal("18.00")
    assert placed.customer.external_id == "17850"
    assert placed.lines.count() == 2
    refund = Refund.objects.get()
    assert (refund.amount, refund.quantity, refund.order) == (Decimal("5.10"), 2, None)
    assert refund.variant == Variant.objects.get()
    again = import_(path, **options, timezone="Europe/London")
    assert again["lines"] == (3, 0, 0, 2, 0, 1)
    assert again["refunds"] == (1, 0, 0, 1, 0, 0)


def test_a_wrong_gtin_is_left_out_and_the_product_lands(import_, file):
    header = (
        "Handle,Title,Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Barcode"
    )
    path = file(
        "products.csv",
        header,
        "lamp,Lamp,Us,Title,Default Title,L-1,10,4006381333931",
        "vase,Vase,Us,Title,Default Title,V-1,10,4006381333932",
    )

    report = import_(path, profile="shopify", channel="shopify", currency="EUR")

    assert report["products"] == (2, 2, 0, 0, 0, 0)
    assert "1 rows landed without their gtin" in report.text
    assert dict(Variant.objects.values_list("sku", "gtin")) == {"L-1": "4006381333931", "V-1": ""}


def test_a_workbook_is_read_like_its_csv(import_, tmp_path):
    book, path = Workbook(), tmp_path / "orders.xlsx"
    book.active.append(ORDERS.split(","))
    moment = datetime(2018, 1, 1, 10)  # noqa: DTZ001  a workbook knows no zones
    book.active.append(["o1", 17850, "delivered", moment, None, None, None, None])
    book.active.append(["=1+1", "c", "delivered", "soon", None, None, None, None])
    book.save(path)

    report = import_(path)

    assert report["orders"] == (2, 1, 0, 0, 0, 1)
    assert Order.objects.get().customer_ref == "17850"
    assert Order.objects.get().placed_at == datetime(2018, 1, 1, 12, tzinfo=UTC)


def test_a_workbook_that_unpacks_to_a_flood_is_refused(import_, tmp_path):
    path, sheet = tmp_path / "bomb.xlsx", io.BytesIO()
    with zipfile.ZipFile(sheet, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/workbook.xml", "<workbook/>")
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * (101 * 2**20))
    path.write_bytes(sheet.getvalue())

    assert "too large" in refusal(import_, path)


def test_a_formula_lands_as_the_text_it_is(import_, file):
    header = "Handle,Title,Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Price"
    path = file("p.csv", header, '"x","=HYPERLINK(""http://x"")",Us,Title,Default Title,S,1')

    import_(path, profile="shopify", channel="shopify", currency="EUR")

    assert Product.objects.get().name == '=HYPERLINK("http://x")'


def test_the_coupon_of_an_order_is_kept_in_capitals(import_, file):
    header = (
        "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Shipping,Discount Code,"
        "Discount Amount,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price"
    )
    placed = "2026-01-02 10:00:00 +0100"
    path = file(
        "shopify.csv",
        header,
        f"#1,ann@example.org,paid,{placed},,EUR,5,luci15,3,22,{placed},1,Lamp,20",
        f"#2,bob@example.org,paid,{placed},,EUR,5,,0,25,{placed},1,Lamp,20",
    )

    import_(path, profile="shopify", channel="shopify", currency="EUR")

    assert dict(Order.objects.values_list("number", "coupon_code")) == {"#1": "LUCI15", "#2": ""}


def test_the_pictures_of_a_products_file_land_with_their_addresses(import_, file):
    header = (
        "Handle,Title,Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Barcode,"
        "Image Src,Image Position,Image Alt Text"
    )
    address = "https://shop.example/lamp.jpg"
    path = file(
        "products.csv",
        header,
        f"lamp,Lamp,Us,Title,Default Title,L-1,10,,{address},1,A lamp",
    )

    import_(path, profile="shopify", channel="shopify", currency="EUR")

    picture = ProductImage.objects.get()
    assert (picture.address, picture.alt_text, picture.alt_texts) == (address, "A lamp", {})
