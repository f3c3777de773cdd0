"""A small shop with its team, in which the campaign scene is played at the doors of the house.

Everybody is logged in and posts what a browser would. Only two things are not real: the clock, and
what the shop front answers when it is asked for a page.
"""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalog.models import Channel, ProductImage
from config.lib.fetch import Page
from roles.coordinator import jobs as coordinator
from roles.graphic_designer.models import Brief
from roles.marketing import jobs as marketing
from roles.marketing.models import Campaign
from roles.playbooks import jobs as playbooks
from roles.playbooks.models import Run, RunStep
from roles.tasks.models import Task
from roles.team.models import Role
from roles.web_writer.models import Copy
from roles.webmaster import asking
from roles.webmaster import jobs as webmaster
from tests.factories import (
    NOON,
    MarketFactory,
    OrderFactory,
    OrderLineFactory,
    ProductFactory,
    VariantFactory,
)
from tests.factories.graphic_designer import upload

A_DAY, AN_HOUR, A_MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
PAGE = "https://shop.example/festa"
CODE = "FESTA15"
BUDGETS = {"budget_google_ads": "300", "budget_newsletter": "50"}
TEXTS = {
    "google_ads": {
        "headlines": "La tavola è pronta\nServizi e bicchieri\nQuindici in meno",
        "descriptions": "Piatti e bicchieri per le feste.\nCon FESTA15 costano meno.",
    },
    "newsletter": {
        "subject": "La tavola è pronta",
        "preheader": "Quindici per cento in meno",
        "body": "Ci sono cene che cominciano dalla tavola.",
        "button": "Apparecchia",
    },
}
FORM = "%Y-%m-%dT%H:%M"


class Clock:
    """The time of the house, moved by hand. It begins on a Monday at noon."""

    def __init__(self, monkeypatch):
        self.now = NOON
        monkeypatch.setattr("django.utils.timezone.now", lambda: self.now)

    def pass_(self, span):
        self.now += span

    def go_to(self, moment):
        self.now = moment


class Front:
    """The shop front: what its pages answer."""

    def __init__(self, monkeypatch):
        self.words = "Un momento, torniamo subito."
        monkeypatch.setattr(asking, "fetch", self.answer)

    def answer(self, address, **how):
        return Page(address=address, status=200, body=self.words.encode(), first_byte_ms=120)


class Stage:
    """The team, the shop and the campaign, with a verb for what each of them does."""

    def __init__(self, clock, front, people):
        self.clock, self.front, self.people = clock, front, people
        self.product = ProductFactory(
            name="Servizio Festa", told=True, created_at=NOON - 90 * A_DAY
        )
        ProductImage.objects.create(product=self.product, address="https://shop.example/a.jpg")
        self.variant = VariantFactory(product=self.product, sku="FESTA-1")
        self.market = MarketFactory()
        self._sell_one_a_day()
        Channel.objects.update(hosts=["shop.example"])

    def _sell_one_a_day(self):
        for number in range(1, 29):
            at = NOON - number * A_DAY
            order = OrderFactory(placed_at=at, status="shipped", paid_at=at, shipped_at=at)
            OrderLineFactory(order=order, variant=self.variant, quantity=1, name="Servizio Festa")

    # At the doors

    def post(self, who, door, *args, **fields):
        """What somebody's browser sends, and what it was answered."""
        return self._browser(who).post(reverse(door, args=args), fields)

    def does(self, who, door, *args, **fields):
        """Somebody does something, and it works."""
        answer = self.post(who, door, *args, **fields)
        assert answer.status_code in {200, 302}, (door, answer.status_code, answer.text[-3000:])
        return answer

    def reads(self, who, door, *args, query=""):
        answer = self._browser(who).get(reverse(door, args=args) + query)
        assert answer.status_code == 200, (door, answer.status_code)
        return answer.text

    def _browser(self, name):
        browser = Client()
        browser.force_login(self.people[name])
        return browser

    # The machine

    def minute(self, times=1):
        """A minute passes: each of the clock's jobs has its turn."""
        for _each in range(times):
            self.clock.pass_(A_MINUTE)
            coordinator.conduct()
            webmaster.ask_sites()
            playbooks.look_again()
            coordinator.look_for_work()
            marketing.keep_time()

    # What there is

    @property
    def campaign(self):
        return Campaign.objects.get()

    @property
    def run(self):
        return Run.objects.get()

    def step(self, key):
        return RunStep.objects.select_related("step", "run").get(step__key=key)

    def status(self, key):
        return self.step(key).status

    def inbox(self, name):
        """The titles of what waits for somebody, on any of their hats."""
        mine = Task.objects.undone().inbox_of(self.people[name])
        return sorted(str(task) for task in mine)

    # What the team does

    def plan(self, **changes):
        """Marketing thinks of a campaign and makes a plan of it."""
        starts_at = self.clock.now + 14 * A_DAY
        local = timezone.localtime(starts_at)
        facts = {
            "name": "Festa",
            "message": "La tavola è pronta prima degli ospiti.",
            "goal": "sales.revenue",
            "starts_at": local.strftime(FORM),
            "ends_at": (local + 7 * A_DAY).strftime(FORM),
            "uplift_percent": "50",
            "landing_address": PAGE,
            "products": [self.product.pk],
            "markets": [self.market.pk],
            "channels": list(Channel.objects.values_list("pk", flat=True)),
            **BUDGETS,
        } | changes
        self.does("mark", "marketing:new", **facts)
        self.does("mark", "marketing:new_coupon", self.campaign.pk, **self._coupon())
        self.does("mark", "marketing:plan", self.campaign.pk)

    def _coupon(self):
        dates = {
            "valid_from": timezone.localtime(self.campaign.starts_at).strftime(FORM),
            "valid_until": timezone.localtime(self.campaign.ends_at).strftime(FORM),
        }
        return {"code": CODE, "kind": "percent", "value": "15", "rounding": "order", **dates}

    def prepare(self):
        """The team begins: the plan goes to work within the minute."""
        self.plan()
        self.does("mark", "marketing:prepare", self.campaign.pk)
        self.minute()

    def agree_budget(self, by="gwen"):
        self.does(by, "marketing:approve_budget", self.campaign.pk, **BUDGETS)
        self.minute(2)

    def write_texts(self, by="walt"):
        for copy in Copy.objects.of(self.campaign):
            words = TEXTS[copy.medium]
            self.does(by, "web_writer:submit_copy", copy.pk, version=copy.version, **words)

    def approve_texts(self, by="mark"):
        for copy in Copy.objects.of(self.campaign):
            self.does(by, "web_writer:approve_copy", copy.pk, version=copy.version)
        self.minute()

    def make_pictures(self, by="dora"):
        for brief in Brief.objects.of(self.campaign):
            for piece in brief.pieces.all():
                file = upload(name=f"{piece.key}.jpg", size=piece.size)
                self.does(by, "graphic_designer:upload", brief.pk, file=file, piece=piece.pk)
            words = {f"alt_{language}": "Una tavola" for language in brief.languages}
            self.does(by, "graphic_designer:describe", brief.pk, **words)
            self.does(by, "graphic_designer:send", brief.pk)

    def approve_pictures(self, by="mark"):
        for brief in Brief.objects.of(self.campaign):
            self.does(by, "graphic_designer:approve", brief.pk, number=1)
        self.minute()

    def prove_coupon(self, by="wim"):
        self.does(by, "marketing:prove_all", self.campaign.pk)

    def put_page_up(self, by="wim"):
        """The page shows the coupon, and the webmaster has it asked at once."""
        self.front.words = f"<h1>La tavola in festa</h1> <p>Codice {CODE}</p>"
        check = self.check_of_page()
        self.does(by, "webmaster:ask", check.pk)

    def check_of_page(self):
        kind = ContentType.objects.get_for_model(Campaign)
        return asking.SiteCheck.objects.get(subject_type=kind, subject_id=self.campaign.pk)

    def count(self, units, by="wanda"):
        self.does(by, "marketing:count", self.campaign.pk, self.variant.pk, units=units)

    def say_what_can_be_packed(self, orders=40, by="wanda"):
        self.does(by, "logistics:set_capacity", orders_per_day=orders)

    def ready_the_answers(self, by="cara"):
        kind = ContentType.objects.get_for_model(Campaign)
        about = f"?type={kind.pk}&id={self.campaign.pk}"
        written = {"title": "Festa", "language": "it", "text": "Vale una volta.", "is_active": "on"}
        for door in ("customer_care:new_note", "customer_care:new_canned_answer"):
            answer = self._browser(by).post(reverse(door) + about, written)
            assert answer.status_code == 302, answer.text[-3000:]

    def do_everything(self):
        """All that the plan asks for, in the order in which it can be done."""
        self.agree_budget()
        self.write_texts()
        self.make_pictures()
        self.approve_texts()
        self.approve_pictures()
        self.prove_coupon()
        self.put_page_up()
        self.count(40)
        self.say_what_can_be_packed()
        self.ready_the_answers()
        self.minute(2)


def cast(hired, *names):
    """The seven of the plan, and who buys."""
    hats = {
        "gwen": Role.COORDINATOR,
        "mark": Role.MARKETING,
        "walt": Role.WEB_WRITER,
        "dora": Role.GRAPHIC_DESIGNER,
        "wim": Role.WEBMASTER,
        "wanda": Role.WAREHOUSE,
        "cara": Role.CUSTOMER_CARE,
        "paula": Role.PURCHASING,
    }
    return {name: hired(name, hat) for name, hat in hats.items() if not names or name in names}
