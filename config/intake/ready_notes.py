"""What each profile that comes with the house is called, and what is said of it: told in the
reader's language."""

from django.utils.translation import gettext_noop as _

NAMES = {
    "google-ads": _("Google Ads: campaigns by day"),
    "maven-orders": _("Maven Fuzzy Factory: orders"),
    "maven-orders-raw": _("Maven Fuzzy Factory: orders (no headings)"),
    "maven-order-items": _("Maven Fuzzy Factory: order items"),
    "maven-order-items-raw": _("Maven Fuzzy Factory: order items (no headings)"),
    "maven-refunds": _("Maven Fuzzy Factory: refunds"),
    "maven-refunds-raw": _("Maven Fuzzy Factory: refunds (no headings)"),
    "maven-products": _("Maven Fuzzy Factory: products"),
    "maven-products-raw": _("Maven Fuzzy Factory: products (no headings)"),
    "maven-sessions": _("Maven Fuzzy Factory: sessions"),
    "maven-sessions-raw": _("Maven Fuzzy Factory: sessions (no headings)"),
    "maven-pageviews": _("Maven Fuzzy Factory: page views"),
    "maven-pageviews-raw": _("Maven Fuzzy Factory: page views (no headings)"),
    "meta-ads": _("Meta Ads: campaigns by day"),
    "meta-ads-es": _("Meta Ads: campaigns by day (Spanish headings)"),
    "meta-ads-it": _("Meta Ads: campaigns by day (Italian headings)"),
    "olist-customers": _("Olist: customers"),
    "olist-orders": _("Olist: orders"),
    "olist-items": _("Olist: order items"),
    "olist-payments": _("Olist: payments"),
    "olist-reviews": _("Olist: reviews"),
    "olist-products": _("Olist: products"),
    "olist-categories": _("Olist: category names"),
    "online-retail": _("UCI Online Retail: invoice lines"),
    "shopify-orders": _("Shopify: orders export"),
    "shopify-products": _("Shopify: products export"),
    "woocommerce-products": _("WooCommerce: products export"),
    "woocommerce-products-es": _("WooCommerce: products export (Spanish headings)"),
    "woocommerce-products-it": _("WooCommerce: products export (Italian headings)"),
}
NOTES = {
    "google-ads": _(
        "In Google Ads, a report by day with the columns Day, Campaign, Campaign ID, "
        "Currency code, Cost, Clicks and Impr., in English, downloaded as CSV. Several rows "
        "of a campaign and day (devices, ad groups) are added up; its title and its rows of "
        "totals are left out. Money in another currency is converted with the rate known on "
        "its day, and comes back where none is known."
    ),
    "maven-orders": _(
        "The file tells no status: its orders count as paid when placed and as delivered, "
        "on a day that is not known. Dollars."
    ),
    "maven-order-items": _("One row is one unit, with what it cost."),
    "maven-refunds": _("Each refund is of one line, and was paid when it was entered."),
    "maven-sessions": _(
        "NULL in a source or campaign means none. The landing page is the first page looked at."
    ),
    "maven-pageviews": _("A page view waits for its session."),
    "meta-ads": _(
        "In Ads Manager, campaigns with the breakdown “By time: Day”, exported as CSV. The "
        "currency stands in the heading of the amount spent. Several rows of a campaign and "
        "day (ad sets, ads) are added up; rows of totals are left out."
    ),
    "olist-customers": _(
        "Olist makes a customer_id anew for each order; the person is customer_unique_id. "
        "Both are kept, so a person who comes back is known."
    ),
    "olist-orders": _(
        "“unavailable” counts as cancelled, like “canceled”. An order with a date of hand-"
        "over or of delivery also brings its parcel. The estimated delivery date is a day: "
        "a parcel delivered on it is on time."
    ),
    "olist-items": _(
        "One row is one unit. Freight is charged on the line. The order must leave by the "
        "earliest shipping limit of its lines."
    ),
    "olist-payments": _("An order may be paid in several parts, each with its number."),
    "olist-reviews": _("One review may stand for several orders: it is kept once for each."),
    "olist-products": _(
        "The file has no names: a product is called by its category and the beginning of its id."
    ),
    "olist-categories": _(
        "The English names of the categories. Products are called by them, whichever file "
        "comes first."
    ),
    "online-retail": _(
        "Invoices beginning with C are credit notes: each of their lines is a refund, paid "
        "on its date; they name no order. Postage (POST, DOT, C2) is the order's shipping; "
        "credited postage is a refund. Lines that are no product (M manual, D discount, S "
        "samples, B bad debt, BANK CHARGES, AMAZONFEE, CRUK, gift vouchers) are left out, "
        "and an invoice of nothing else is no order. A negative quantity outside a credit "
        "note is a stock write-off and is rejected. There are no line ids: a line is known "
        "by its code and how often that code has come on the invoice, so lines that repeat "
        "exactly are each kept, as charged. Orders count as paid and delivered when "
        "invoiced; the day of delivery is not known. Codes in small and capital letters are"
        " the same product, which keeps the first name it had."
    ),
    "shopify-orders": _(
        "One row is one line; the facts of the order stand on its first row. An order goes "
        "in with all its rows or not at all. The customer is known by e-mail. The export "
        "gives one sum of refunds and no day for it: it counts on the day of cancellation, "
        "or else of fulfilment or payment."
    ),
    "shopify-products": _(
        "Rows after the first of a product carry only its handle; a row without a price "
        "brings a picture. A variant is known by handle and options, since SKUs may be "
        "empty. A weight of 0 means nobody weighed it. A text is taken where the product "
        "has none: words written here are not overwritten."
    ),
    "woocommerce-products": _(
        "Units stand in the headings: weights in g, kg, lbs or oz, sizes in mm, cm, m, in "
        "or yd. A variation belongs to the product its Parent column names by SKU or id; a "
        "variable product is only the parent of its variations. Of several categories and "
        "pictures the first is taken. A text is taken where the product has none."
    ),
}
PUBLIC = {"maven", "olist", "online_retail"}  # families that no shop exports
UNKNOWN = {  # what is said, by the channel's platform, when no profile knows a file
    "woocommerce": _(
        "WooCommerce itself writes no file of orders. Have the plugin that does write one row "
        "per line of an order, with the order’s number and date on each row, and say which "
        "column is which: the next file is known by itself."
    ),
}
STOCK = {"variant inventory qty", "stock", "magazzino", "giacenza", "inventario", "existencias"}
MISSED = {  # by kind of row: columns that one would miss in what landed, and why they are not read
    "products": (
        STOCK,
        _(
            "Stock is not taken from the file: a platform tells what is still for sale, with the "
            "open orders off already. Until a variant is counted, nobody knows how many there are."
        ),
    ),
}
