"""S10: whatever a stranger writes into a field, a page shows it as words and runs none of it.

Two hundred ways to smuggle a script are put into every text that people and customers can write;
then every page of the house is opened in a real Chromium. The controls show that each of them
does run where nobody escapes it, and that our own pages would let them in were they not escaped.
"""

from itertools import cycle
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.contrib.staticfiles import finders
from django.db.models import CharField, TextField, URLField
from django.template import engines
from django.test import Client
from django.urls import reverse

from customer_care.mail import safe_html
from customer_care.models import Message
from roles.graphic_designer.models import AltText
from roles.tasks.models import Comment
from roles.web_writer.models import Copy
from tests import doors
from tests.factories import NOON

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
HOUSE = "http://localhost"  # an origin a browser trusts as it does https
SHELLS = [
    "<script>alert(@)</script>",
    "<script src=data:,alert(@)></script>",
    "<img src=x onerror=alert(@)>",
    "<ImG sRcSeT=x oNeRrOr=alert(@)>",
    "<svg onload=alert(@)></svg>",
    "<svg/onload=alert&#40;@&#41;></svg>",
    "<svg><script>alert(@)</script></svg>",
    "<svg><image href=x onerror=alert(@)></image></svg>",
    "<svg><animate onbegin=alert(@) attributeName=x dur=1s></animate></svg>",
    "<details open ontoggle=alert(@)></details>",
    "<iframe onload=alert(@)></iframe>",
    "<iframe src=javascript:alert(@)></iframe>",
    "<iframe src=java&Tab;script:alert(@)></iframe>",
    '<iframe srcdoc="<script>alert(@)</script>"></iframe>',
    "<style onload=alert(@)></style>",
    "<link rel=stylesheet href=data:text/css,x onload=alert(@)>",
    "<video><source onerror=alert(@) src=x></video>",
    "<audio src=x onerror=alert(@)></audio>",
    "<math><mtext><img src=x onerror=alert(@)></mtext></math>",
    "<picture><img src=x onerror=alert(@)></picture>",
]
# How each breaks out, and the place in a page it breaks out of.
PLACES = {
    "": "<p>%s</p>",
    '">': '<input value="%s">',
    "'>": "<input value='%s'>",
    "</a>": '<a href="#">%s</a>',
    "</title>": "<title>%s</title>",
    "</textarea>": "<textarea>%s</textarea>",
    "</option></select>": "<select><option>%s</option></select>",
    "</script>": "<script>let said = '%s'</script>",
    "</style>": "<style>/* %s */</style>",
    "-->": "<!-- %s -->",
}
HOSTILE = [
    out + shell.replace("@", str(number * len(SHELLS) + place))
    for number, out in enumerate(PLACES)
    for place, shell in enumerate(SHELLS)
]
# Not words: what the house itself writes there, or looks things up by.
NO_WORDS = {
    *("password", "language", "country", "currency", "key", "need", "door", "utm", "slug", "kind"),
    *("email", "sha256", "external_id", "status", "came_from", "became", "form_key", "plan_key"),
    *("chance_key", "time_zone", "evidence", "begins", "medium", "code", "holidays", "sku", "then"),
    *("address", "kpi", "dimension", "calendar", "goal", "codename", "app_label", "model", "html"),
    *("source_id", "role_key", "waiting_role", "message_id", "coupon_code", "hosts", "file"),
    *("small", "tracking_address", "carrier_code", "encoding", "unit"),
}
LONG = 40  # signs: shorter columns hold codes
HEARD = "window.heard = []; window.alert = what => top.heard.push(what)"


def texts(model):
    """The columns of a table into which somebody writes words."""
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, CharField | TextField) and not isinstance(field, URLField)
        is_long = (field.max_length or LONG) >= LONG
        if is_text and is_long and not field.choices and field.name not in NO_WORDS:
            yield field


def ours():
    """The tables of this house."""
    libraries = {"admin", "auth", "contenttypes", "sessions", "guardian", "account", "mfa"}
    for model in apps.get_models():
        if model._meta.app_label not in libraries and "django_celery" not in model.__module__:
            yield model


def write_everywhere():
    """Every word of every row becomes a hostile one; long texts hold all of them."""
    turn, written = cycle(HOSTILE), 0
    for model in ours():
        fields = list(texts(model))
        for row in model._base_manager.order_by("pk") if fields else ():
            words = {field.name: fitting(field.max_length, turn) for field in fields}
            model._base_manager.filter(pk=row.pk).update(**words)
            written += len(words)
    everything = "\n".join(HOSTILE)
    Copy.objects.update(words={"primary": everything, "headline": HOSTILE[2]})
    Message.objects.update(html=safe_html(everything))
    return written


def fitting(most, turn):
    if most is None:
        return "\n".join(HOSTILE)
    found = next(turn)
    while len(found) > most:
        found = next(turn)
    return found


@pytest.fixture
def rows(db):
    """One row of everything, and something said about it."""
    found = doors.rows()
    product = ContentType.objects.get(pk=found["kind"])
    author = found["person"]
    for about in ({"task_id": found["task"]}, {"subject_type": product}):
        if "subject_type" in about:
            about["subject_id"] = found["product"]
        Comment.objects.create(author_id=author, text="Hello", said_at=NOON, **about)
    AltText.objects.get_or_create(
        brief_id=found["brief"], language="it", defaults={"text": "A lamp", "written_at": NOON}
    )
    return found


class Glass:
    """A window on the house: its pages come straight from the views, headers and all."""

    def __init__(self, chromium, client=None):
        self.context = chromium.new_context(locale="en-GB", base_url=HOUSE)
        self.context.add_init_script(HEARD)
        self.page, self.client, self.pages = self.context.new_page(), client, {}
        self.broken = []
        self.page.on("pageerror", lambda error: self.broken.append(f"{self.page.url} {error}"))
        self.page.on("console", self._note)
        self.context.route("**/*", self._answer)

    def _note(self, said):
        if said.type == "error" and "hx-include" not in said.text:  # htmx, of a part that is away
            self.broken.append(f"{self.page.url} {said.text}")

    def _answer(self, route):
        """The page that is opened and what lies beside it; its parts are doors themselves."""
        path = urlsplit(route.request.url).path
        if path in self.pages:
            route.fulfill(**self.pages[path])
        elif path.startswith("/static/") and (found := finders.find(path[len("/static/") :])):
            route.fulfill(path=found)
        else:
            route.fulfill(status=204)

    def lay(self, answer, address):
        """What a view answered lies behind its address."""
        page = {"status": answer.status_code, "body": answer.content}
        self.pages = {address: page | {"headers": dict(answer.headers.items())}}

    def open(self, address):
        """Load it, and say which scripts were heard."""
        self.page.goto(address, wait_until="load")
        return self.page.evaluate("window.heard")


@pytest.fixture
def glass(chromium, hired):
    """A window for somebody who wears every hat, and so sees every page."""
    client = Client(raise_request_exception=False)
    client.force_login(hired("everybody", *doors.HATS, is_staff=True))
    glass = Glass(chromium, client)
    yield glass
    glass.context.close()


PAGES = [door for door in doors.DOORS if "get" in door.methods]


def test_every_page_shows_hostile_words_as_words(glass, rows):
    assert write_everywhere() > 200
    opened, heard = [], []
    for door in PAGES:
        address = door.url(rows)
        answer = glass.client.get(address)
        assert answer.status_code < 500, door.name
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            opened.append((door.name, "alert(" in answer.text))
            glass.lay(answer, address)
            heard += glass.open(address)

    assert heard == []
    assert glass.broken == []
    assert sum(shows for _name, shows in opened) > 60
    assert len(opened) > 90


def own_page(*headers):
    """A page of the test's own, where nobody escapes anything."""
    places = (place % word for word, place in zip(HOSTILE, by_place(), strict=True))
    body = "<!doctype html><body>" + "\n".join(places)
    return {"status": 200, "headers": {"content-type": "text/html", **dict(headers)}, "body": body}


def by_place():
    return [place for place in PLACES.values() for _shell in SHELLS]


def test_the_control_each_of_them_runs_where_nobody_escapes_it(chromium):
    glass = Glass(chromium)
    glass.pages["/own/"] = own_page()

    glass.open("/own/")
    glass.page.wait_for_function(f"new Set(window.heard).size >= {len(HOSTILE)}")

    assert set(glass.page.evaluate("window.heard")) == set(range(len(HOSTILE)))
    glass.context.close()


def test_the_second_wall_runs_none_of_them_even_unescaped(chromium, glass):
    rules = glass.client.get("/me/").headers["Content-Security-Policy"]
    glass.pages["/own/"] = own_page(("content-security-policy", rules))

    assert glass.open("/own/") == []

    assert len([said for said in glass.broken if "Content Security Policy" in said]) > 100


def test_the_control_our_own_page_would_let_them_in(glass, rows, monkeypatch):
    """With the templates' escaping switched off, the very check above sees it."""
    write_everywhere()
    monkeypatch.setattr(engines["django"].engine, "autoescape", False)

    address = reverse("catalog:product", args=[rows["product"]])
    glass.lay(glass.client.get(address), address)
    glass.open(address)

    assert any("Content Security Policy" in said for said in glass.broken)
