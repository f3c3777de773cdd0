"""Lists of records, all alike: found by words, narrowed, sorted, paged, taken away as a file.

    COLUMNS = [
        Column("number", _("Order"), value=lambda order: order.number),
        Column("placed", _("Placed"), value=lambda order: order.placed_at, sort=["placed_at"]),
    ]
    FILTERS = [
        Filter("status", _("Status"), choices=lambda: Order.Status.choices, field="status"),
        Period("placed", _("Placed"), field="placed_at"),
    ]

    @require_GET
    @opens_with("orders.view_order", also_by_object=True)
    def orders(request):
        rows = seen_by(request.user, "orders.view_order", Order.objects.visible_to(request.user))
        listing = Listing(
            request, rows, columns=COLUMNS, filters=FILTERS, sort="-placed", name=_("Orders")
        )
        return listing.answer("orders/orders.html")

The template defines a part `list`, made of `parts/list_*.html` and its own rows; the plainest is
templates/orders/customers.html. What a reader chose is in the address: `q`, the filters' keys,
`sort`, `page`, `size`, `format`. What makes no sense there is left out, so no address is an error.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.core import signing
from django.core.cache import cache
from django.db import connection
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, QueryDict
from django.shortcuts import render
from django.urls import resolve
from django.utils.translation import gettext as _

from config.lib.asked import number_of, words_of
from config.lib.exports import FORMS, exported
from config.lib.filters import Filter, Period
from config.lib.htmx import page_or_part

__all__ = ["Column", "Filter", "Listing", "Period", "first_found", "listing_at"]

SIZES = (25, 50, 100)
AT_ONCE = 5_000  # rows up to which a file is written while one waits
MANY = 50_000  # rows above which an exact count costs more than it tells
COMMON = 2_000  # finds up to which sorting all of them beats looking for the first in order
FAR = 1_000_000_000  # no page number beyond this is meant
TICKETS = signing.Signer(salt="config.lib.lists")


@dataclass(frozen=True)
class Column:
    """One column: its heading, what it exports (nothing: only on screen), what it sorts by."""

    key: str
    label: str
    value: Callable[[Any], Any] | None = None
    words: Sequence[tuple[str, str]] = ()  # what an exported value is called
    unit: str | Callable[[], str] = ""  # what an exported number counts: said beside its heading
    sort: Sequence[str] = ()
    begins: str = ""  # "-" where the first click shows the biggest or the newest
    is_number: bool = False
    may_be_empty: bool = False  # rows without a value then stand last, whichever way one sorts
    on_screen: bool = True


@dataclass(frozen=True)
class Page:
    """Where in the list one is; a Django page, as far as `parts/pager.html` can tell."""

    number: int
    num_pages: int

    @property
    def paginator(self):
        return self

    @property
    def has_previous(self):
        return self.number > 1

    @property
    def has_next(self):
        return self.number < self.num_pages

    @property
    def has_other_pages(self):
        return self.num_pages > 1

    @property
    def previous_page_number(self):
        return self.number - 1

    @property
    def next_page_number(self):
        return self.number + 1


class Listing:
    def __init__(self, request, rows: QuerySet, *, columns, sort, name, filters=()):
        self.request = request
        self.name = name
        self.columns = columns
        self.filters = [narrowing.of(request.GET) for narrowing in filters]
        self.words = words_of(request)
        self.sort = self._known_sort(request.GET.get("sort")) or sort
        self._all = rows

    def answer(self, template, **context):
        """The file if one was asked for; else the page, or its rows alone for htmx."""
        if hasattr(self.request, "wants_the_listing"):
            return self
        form = self.request.GET.get("format")
        if form in FORMS and not self.is_long:
            return exported(self.everything, columns=self.columns, name=self.name, form=form)
        if form in FORMS and self.may_be_kept:
            return render(self.request, "exports/long.html", {"listing": self})
        return page_or_part(self.request, template, "list", {"listing": self, **context})

    # What is in it

    @cached_property
    def everything(self):
        """All rows that were asked for, in their order."""
        rows = self._all
        if self.words:
            rows = rows.found_by(self.words)
        for narrowing in self.filters:
            rows = narrowing.narrow(rows)
        return rows.order_by(*self._order())

    @cached_property
    def rows(self):
        """The rows of this page; past the middle counted from the end, which is as fast."""
        start = (self.page.number - 1) * self.size
        stop = min(start + self.size, self.total)
        keys = self.everything.values_list("pk", flat=True)
        if self.words and self.total <= COMMON:
            return self._whole(list(keys)[start:stop])
        if start <= self.total // 2:
            return self._whole(list(keys[start:stop]))
        return self._whole(list(keys.reverse()[self.total - stop : self.total - start])[::-1])

    def _whole(self, keys):
        """The rows of some keys. What a row is annotated with is computed for these alone."""
        rows = {row.pk: row for row in self._all.filter(pk__in=keys).order_by()}
        return [rows[key] for key in keys if key in rows]

    @cached_property
    def total(self):
        return self._estimate or self.everything.order_by().count()

    @property
    def is_estimate(self):
        """Whether the total is PostgreSQL's own estimate, which a page must call “about”."""
        return bool(self._estimate)

    @property
    def is_narrowed(self):
        return bool(self.words) or any(narrowing.is_on for narrowing in self.filters)

    @cached_property
    def _estimate(self):
        if self.is_narrowed or self._all.query.where:
            return 0
        table = self._all.model._meta.db_table
        rows = cache.get_or_set(f"rows:{table}", lambda: _rows_of(table), timeout=60)
        return rows if rows and rows > MANY else 0

    # Taken away

    @property
    def is_long(self):
        """Whether a file of it is written behind, and waited for on a page of its own."""
        return self.total > AT_ONCE

    @property
    def may_be_kept(self):
        """Whether the reader may have a file of it that is written behind.

        Only who may see all of its kind: what was handed over row by row is taken back row by
        row, and a file once written cannot give back some of its rows.
        """
        return may_keep(self.request.path, user=self.request.user)

    @property
    def ticket(self):
        """The list as it is narrowed and sorted here, for a file of it to be asked for. Signed:
        only a list's own page can have given it."""
        asked = self.request.GET.copy()
        for name in ("page", "size", "format"):
            asked.pop(name, None)
        return TICKETS.sign(f"{self.request.path}?{asked.urlencode()}")

    @property
    def told(self):
        """By what it is narrowed and sorted, in the reader's words."""
        column, is_down = self._sorting()
        narrowed = [f"{each.label}: {each.chosen}" for each in self.filters if each.is_on]
        words = [f"“{self.words}”"] if self.words else []
        ordered = _("Sorted by %(column)s") % {"column": column.label}
        return " · ".join([*words, *narrowed, f"{ordered} {'↓' if is_down else '↑'}"])

    # Where one is

    @cached_property
    def page(self):
        pages = max(1, -(-self.total // self.size))
        return Page(number=min(max(self._asked("page", 1), 1), pages), num_pages=pages)

    @cached_property
    def size(self):
        asked = self._asked("size", SIZES[0])
        return asked if asked in SIZES else SIZES[0]

    @property
    def sizes(self):
        return SIZES

    @property
    def first(self):
        return (self.page.number - 1) * self.size + 1

    @property
    def last(self):
        return self.first + len(self.rows) - 1

    def _asked(self, name, otherwise):
        number = number_of(self.request.GET.get(name, ""))
        return otherwise if number is None else min(number, FAR)

    # In which order

    @property
    def headings(self):
        """The columns on screen, and what a click on each would sort by."""
        for column in self.columns:
            if column.on_screen:
                yield {"column": column, "sorted": self._sorted(column), "sort": self._next(column)}

    def _sorted(self, column):
        ways = {column.key: "ascending", f"-{column.key}": "descending"}
        return ways.get(self.sort, "")

    def _next(self, column):
        """The other way round where it is sorted already, else the way one would begin."""
        if not column.sort:
            return ""
        now = self._sorted(column)
        begins = {"ascending": "-", "descending": ""}.get(now, column.begins)
        return f"{begins}{column.key}"

    def _known_sort(self, asked):
        known = {column.key for column in self.columns if column.sort}
        return asked if asked and asked.removeprefix("-") in known else ""

    def _sorting(self):
        column = next(c for c in self.columns if c.key == self.sort.removeprefix("-"))
        return column, self.sort.startswith("-")

    def _order(self):
        column, is_down = self._sorting()
        for field in [*column.sort, "pk"]:
            last = True if column.may_be_empty and field != "pk" else None
            yield F(field).desc(nulls_last=last) if is_down else F(field).asc(nulls_last=last)


def listing_at(address: str, *, user) -> Listing:
    """The list at an address as somebody sees it now; to who may not keep it there is none."""
    asked, request = urlsplit(address), HttpRequest()
    request.method, request.path, request.path_info = "GET", asked.path, asked.path
    request.GET, request.user, request.wants_the_listing = QueryDict(asked.query), user, True
    view, args, kwargs = resolve(asked.path)
    listing = view(request, *args, **kwargs)
    if not isinstance(listing, Listing) or not listing.may_be_kept:
        raise Http404
    return listing


def may_keep(address, *, user) -> bool:
    """Whether somebody may have a file of the list at an address written, and fetch it."""
    permission = getattr(resolve(urlsplit(address).path).func, "opens_with", "")
    return user.has_perm(permission)


def first_found(found, *order, at_most=5):
    """The first few that a search found.

    PostgreSQL cannot guess how many rows words will find, and would read a whole table in order
    to find nothing. So rare finds are gathered first, and only frequent ones are read in order.
    """
    keys = list(found.order_by().values_list("pk", flat=True)[: COMMON + 1])
    if len(keys) <= COMMON:
        found = found.filter(pk__in=keys)
    return found.order_by(*order)[:at_most] if keys else found.none()


def _rows_of(table):
    """How many rows PostgreSQL believes a table has; it learns at each vacuum."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [f'"{table}"']
        )
        return cursor.fetchone()[0]
