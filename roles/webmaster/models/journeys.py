"""Where on the shop something happens."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Journey(models.TextChoices):
    """The way of a buyer through the shop, in its stretches."""

    HOME = "home", _("Home page")
    CATEGORY = "category", _("Category pages")
    SEARCH = "search", _("Search")
    PRODUCT = "product", _("Product pages")
    CART = "cart", _("Cart")
    CHECKOUT = "checkout", _("Checkout and payment")
    ACCOUNT = "account", _("Customer account")
    MAIL = "mail", _("Mails of the shop")
    OTHER = "other", _("Elsewhere")
