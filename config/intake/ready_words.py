"""What files call the fields, in English, Italian and Spanish: from these a column is guessed."""

import re
import unicodedata
from collections.abc import Iterable

from config.intake.kinds import Kind

ORDER = (
    "order;order number;order no;order id;ordine;numero ordine;n ordine;id ordine;"
    "pedido;numero de pedido;n pedido;id pedido"
)
CODE = (
    "sku;item code;product code;article;codice;codice articolo;codice prodotto;cod;"
    "articolo;codigo;codigo de producto;referencia"
)
NAME = (
    "product;product name;item name;prodotto;nome prodotto;descrizione articolo;"
    "producto;nombre del producto"
)
PERSON = "customer;customer name;full name;cliente;nome cliente;nominativo;nombre del cliente"
EMAIL = (
    "e mail;email;mail;email address;indirizzo email;customer email;email billing;"
    "correo;correo electronico"
)
COUNTRY = "country;paese;nazione;pais"
COUPON = "coupon code;discount code;codice sconto;cupon;codigo de descuento"
QUANTITY = "quantity;qty;units;quantita;qta;pezzi;cantidad;unidades"
WORDS = {
    "products": {
        "external_id": f"id;product id;id prodotto;id producto;{CODE}",
        "sku": CODE,
        "name": f"name;nome;nombre;title;titolo;titulo;{NAME}",
        "brand": "vendor;manufacturer;marchio;produttore;fabricante",
        "category": "categories;type;categorie;reparto;categorias",
        "gtin": "ean;barcode;isbn;upc;codice a barre;codigo de barras",
        "cost": "cost per item;cost price;prezzo di acquisto;coste;precio de compra",
    },
    "prices": {
        "variant": CODE,
        "amount": "price;sale price;prezzo;prezzo di vendita;precio;precio de venta;pvp",
        "regular_amount": "regular price;list price;prezzo di listino;precio normal",
    },
    "customers": {
        "external_id": f"customer id;id cliente;codice cliente;codigo de cliente;{EMAIL}",
        "email": EMAIL,
        "name": PERSON,
        "phone": "telephone;mobile;telefono;cellulare;movil",
        "country": COUNTRY,
        "city": "town;citta;ciudad",
        "postcode": "zip;zip code;postal code;cap;codice postale;codigo postal",
    },
    "orders": {
        "external_id": ORDER,
        "placed_at": "date;order date;created at;data;data ordine;fecha;fecha del pedido",
        "status": "order status;stato ordine;estado;estado del pedido",
        "buyer_name": PERSON,
        "buyer_email": EMAIL,
        "country": COUNTRY,
        "currency": "currency code;valuta;moneda;divisa",
        "shipping_charged": (
            "shipping cost;order shipping amount;spedizione;spese di spedizione;gastos de envio"
        ),
        "tax": "vat;taxes;iva;imposte;impuestos;order total tax amount",
        "total": "order total;order total amount;totale;totale ordine;total del pedido",
        "coupon": COUPON,
    },
    "lines": {
        "order": ORDER,
        "external_id": "line;line id;item;line item id;riga;id riga;linea;id de linea",
        "sku": CODE,
        "name": NAME,
        "quantity": QUANTITY,
        "unit_price": (
            "price;item price;item cost;unit price;prezzo;prezzo unitario;precio;precio unitario"
        ),
    },
}
FILES = (("orders", "lines"), ("products", "prices"), ("customers",))


def plain(words: str) -> str:
    """Letters and figures alone: as it is compared, whatever its accents and signs."""
    bare = unicodedata.normalize("NFKD", words.lower())
    return re.sub(r"[^a-z0-9]", "", bare)


def guesses(headings: Iterable[str], kinds: Iterable[Kind]) -> dict[str, dict[str, str]]:
    """For each kind of row and each of its fields, the column that seems to be it."""
    known = {plain(heading): heading for heading in reversed(list(headings))}
    return {
        kind.key: {
            field.name: next((known[name] for name in _names(kind, field) if name in known), "")
            for field in kind.fields
        }
        for kind in kinds
    }


def _names(kind, field):
    """Its own name and label first, then what others call it."""
    others = WORDS.get(kind.key, {}).get(field.name, "").split(";")
    return [name for said in (field.name, str(field.label), *others) if (name := plain(said))]


def brought(guessed: dict[str, dict[str, str]], kinds: dict[str, Kind]) -> list[str]:
    """The kinds of row that a file of these columns seems to bring."""

    def is_whole(key):
        return all(guessed[key][field.name] for field in kinds[key].fields if field.required)

    for file in FILES:
        whole = [key for key in file if key in kinds and is_whole(key)]
        if whole:
            return whole
    return []
