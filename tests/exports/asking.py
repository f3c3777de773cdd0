"""How tests ask for a list's file, and fetch and read it."""

import csv
import io

from django.urls import reverse

ORDERS = reverse("orders:orders")
ASK = reverse("exports:ask")
MINE = reverse("exports:mine")


def ticket(browser, address=ORDERS, **asked):
    return browser.get(address, asked).context["listing"].ticket


def ask(browser, form="csv", address=ORDERS, **asked):
    return browser.post(ASK, {"list": ticket(browser, address, **asked), "format": form})


def fetched(browser, export):
    return browser.get(reverse("exports:file", args=[export.pk]))


def rows_of(answer, delimiter=","):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))
