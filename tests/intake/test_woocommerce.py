"""WooCommerce's products, in the language of the site that wrote them."""

from decimal import Decimal

import pytest

from catalog.models import Price, Product, Variant
from config.intake.ready_profiles import ready_profiles
from tests.intake.test_bad_input import reasons

pytestmark = pytest.mark.django_db
ENGLISH = (
    'ID,Type,SKU,"GTIN, UPC, EAN, or ISBN",Name,Published,"Short description",Description,Stock,'
    '"Weight (kg)","Length (cm)","Width (cm)","Height (cm)","Sale price","Regular price",'
    'Categories,Images,Parent,Brands,"Attribute 1 name","Attribute 1 value(s)"'
)
ITALIAN = (
    'ID,Tipo,SKU,"GTIN, UPC, EAN, o ISBN",Nome,Pubblicato,"Breve descrizione",Descrizione,'
    'Magazzino,"Peso (kg)","Lunghezza (cm)","Larghezza (cm)","Altezza (cm)","Prezzo in offerta",'
    '"Prezzo di listino",Categorie,Immagine,Genitore,Marchi,"Attributo 1 nome",'
    '"Attributo 1 valuta(e)"'
)
SPANISH = (
    'ID,Tipo,SKU,"GTIN, UPC, EAN o ISBN",Nombre,Publicado,"Descripción corta",Descripción,'
    'Inventario,"Peso (kg)","Longitud (cm)","Anchura (cm)","Altura (cm)","Precio rebajado",'
    '"Precio normal",Categorías,Imágenes,Superior,Marcas,"Nombre del atributo 1",'
    '"Valor(es) del atributo 1"'
)
ROWS = (
    '7,variable,TEE,,Tee,1,Short,Long,,,,,,,,Clothes > Tees,https://x/1.jpg,,Us,Colour,"Blue, Red"',
    '8,variation,TEE-B,4006381333931,Tee - Blue,1,,,3,0.125,10,20,2,"9,5","12,50",,,TEE,,'
    "Colour,Blue",
    "9,variation,,,Tee - Red,1,,,,0.125,10,20,2,,12.50,,,TEE,,Colour,Red",
    "10,simple,CAP,,Cap,2,,,,,,,,,8,Clothes,,,,,",
)


@pytest.mark.parametrize(
    "header",
    [
        ENGLISH,
        ITALIAN,
        ITALIAN.replace("SKU", "COD").replace("Immagine", "Immagini"),
        SPANISH,
        SPANISH.replace("Anchura", "Ancho").replace("Superior", "Principal"),
    ],
    ids=["en", "it", "it-older", "es", "es-older"],
)
def test_products_land_alike_in_the_language_of_the_site(import_, file, header):
    path = file("wc-product-export.csv", header, *ROWS, encoding="utf-8-sig")

    report = import_(path, profile="woocommerce", channel="w", currency="EUR")

    assert (report.code, report["products"]) == (0, (4, 4, 0, 0, 0, 0))
    tee = Product.objects.get(name="Tee")
    assert (tee.brand, tee.category.path, tee.status) == ("Us", "Clothes > Tees", "active")
    assert Product.objects.get(name="Cap").status == "draft"
    blue = Variant.objects.get(sku="TEE-B")
    assert (blue.product, blue.name, blue.gtin) == (tee, "Blue", "4006381333931")
    assert (blue.weight_g, blue.length_mm, blue.width_mm, blue.height_mm) == (125, 100, 200, 20)
    price = Price.objects.get(variant=blue)
    assert (price.amount, price.regular_amount) == (Decimal("9.5"), Decimal("12.5"))
    assert Price.objects.get(variant__name="Red").amount == Decimal("12.5")
    again = import_(path, profile="woocommerce", channel="w", currency="EUR")
    assert again["products"] == (4, 0, 0, 4, 0, 0)


def test_a_price_that_may_be_of_thousands_is_not_guessed(import_, file):
    path = file("p.csv", ITALIAN, '10,simple,CAP,,Cap,1,,,,,,,,,"1,250",,,,,,')

    report = import_(path, profile="woocommerce", channel="w", currency="EUR")

    assert report["prices"] == (1, 0, 0, 0, 0, 1)
    assert reasons()[2].startswith("Amount: “1,250 ?”")


def test_a_translated_profile_keeps_no_english_heading():
    said = {each["key"]: each for each in ready_profiles()}

    assert said["woocommerce-products-it"]["signature"] == [
        "ID", "Tipo", "Nome", "Pubblicato", "Prezzo di listino", "Categorie", "Genitore",
    ]  # fmt: skip
    for code in ("it", "es"):
        kinds = str(said[f"woocommerce-products-{code}"]["kinds"])
        assert not any(f"'{name}'" in kinds for name in ("Type", "Name", "Regular price", "Parent"))
