"""Every door of the house and who may open it. A new address without a line here fails the run."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver

from analytics.models import Night
from config.intake.models import Delivery
from orders.models import Order
from roles.team import actions
from roles.team.models import Absence, Role
from roles.web_writer.models import Draft
from tests import factories
from tests.factories import NOON

NOBODY = "nobody"  # has an account and wears no hat
HATS = set(Role.BUILT_IN)
ANYONE = {*HATS, NOBODY}
R = Role
MEASURED = HATS - {R.ADMINISTRATOR}  # set-up opens the admin; figures are the others'
COORDINATES = {R.COORDINATOR}
SEES_FILES = {R.COORDINATOR, R.WEBMASTER, R.MARKETPLACES, R.ANALYST}
SEES_CUSTOMERS = {R.COORDINATOR, R.CUSTOMER_CARE, R.ACCOUNTING, R.ANALYST}
SEES_REFUNDS = SEES_CUSTOMERS
SEES_PARCELS = {*SEES_CUSTOMERS, R.WAREHOUSE}
SEES_ORDERS = {*SEES_PARCELS, R.MARKETING, R.PURCHASING, R.MARKETPLACES}
SHIPS = {R.COORDINATOR, R.WAREHOUSE}
PAYS_REFUNDS = {R.COORDINATOR, R.CUSTOMER_CARE}
WRITES = {R.COORDINATOR, R.WEB_WRITER}
READS_DRAFTS = {*WRITES, R.SEO}


@dataclass(frozen=True)
class Door:
    name: str
    methods: tuple[str, ...]
    who: frozenset[str]
    args: tuple[str, ...] = ()

    def url(self, rows):
        return reverse(self.name, args=[rows[arg] for arg in self.args])


def look(name, who, *args):
    """A page: it is read, and nothing else."""
    return Door(name, ("get",), frozenset(who), args)


def act(name, who, *args):
    """A verb: it is posted, and nothing else."""
    return Door(name, ("post",), frozenset(who), args)


def form(name, who, *args):
    """A page that answers itself."""
    return Door(name, ("get", "post"), frozenset(who), args)


DOORS = [
    # config
    look("search", ANYONE),
    look("home", ANYONE),
    # catalog
    look("catalog:products", HATS),
    look("catalog:product", HATS, "product"),
    look("catalog:search", ANYONE),
    # orders
    look("orders:orders", SEES_ORDERS),
    look("orders:order", SEES_ORDERS, "order"),
    look("orders:search", ANYONE),
    look("orders:customers", SEES_CUSTOMERS),
    look("orders:customer", SEES_CUSTOMERS, "customer"),
    # logistics
    look("logistics:desk", SEES_PARCELS),
    look("logistics:parcels", SEES_PARCELS),
    look("logistics:parcel", SEES_PARCELS, "parcel"),
    look("logistics:watch", SEES_PARCELS, "parcel"),
    look("logistics:of_order", SEES_PARCELS, "order"),
    look("logistics:late_panel", SEES_PARCELS),
    look("logistics:search", SEES_PARCELS),
    act("logistics:pack", SHIPS, "parcel"),
    act("logistics:unpack", SHIPS, "parcel"),
    act("logistics:ship", SHIPS, "parcel"),
    act("logistics:deliver", SHIPS, "parcel"),
    act("logistics:lose", SHIPS, "parcel"),
    # customer care
    look("customer_care:desk", SEES_REFUNDS),
    look("customer_care:of_order", SEES_REFUNDS, "order"),
    look("customer_care:refund", SEES_REFUNDS, "refund"),
    act("customer_care:pay", PAYS_REFUNDS, "refund"),
    act("customer_care:refuse", PAYS_REFUNDS, "refund"),
    # team
    look("team:team", HATS),
    look("team:person", HATS, "person"),
    look("team:search", ANYONE),
    form("team:me", ANYONE),
    act("team:absent", COORDINATES | {R.ADMINISTRATOR}, "person"),
    act("team:present", COORDINATES | {R.ADMINISTRATOR}, "person", "absence"),
    # tasks: an open task of the web writers
    look("tasks:inbox", ANYONE),
    look("tasks:count", ANYONE),
    look("tasks:late_panel", COORDINATES),
    look("tasks:load_panel", HATS),
    look("tasks:of_subject", ANYONE, "kind", "product"),
    form("tasks:new", HATS),
    look("tasks:task", WRITES, "task"),
    act("tasks:bulk", ANYONE),
    *(
        act(f"tasks:{verb}", WRITES, "task")
        for verb in ("read", "take", "hand_over", "wait", "wake", "finish")
    ),
    *(act(f"tasks:{verb}", WRITES, "task") for verb in ("cancel", "reopen", "comment")),
    # web writer
    look("web_writer:desk", READS_DRAFTS),
    look("web_writer:begin", WRITES, "product"),
    look("web_writer:write", WRITES, "product", "language"),
    act("web_writer:save", WRITES, "product", "language"),
    act("web_writer:submit", WRITES, "product", "language"),
    look("web_writer:of_product", READS_DRAFTS, "product"),
    look("web_writer:draft", READS_DRAFTS, "draft"),
    act("web_writer:approve", COORDINATES, "draft"),
    act("web_writer:request_changes", COORDINATES, "draft"),
    act("web_writer:take_back", WRITES, "draft"),
    # coordinator
    look("dashboard", COORDINATES),
    look("needs_me", COORDINATES),
    look("hand_out", COORDINATES),
    # analytics
    *(look(f"analytics:{page}", MEASURED) for page in ("board", "nights")),
    *(look(f"analytics:{part}_panel", MEASURED) for part in ("figures", "alarms", "night")),
    look("analytics:kpi", MEASURED, "kpi"),
    look("analytics:night", MEASURED, "night"),
    act("analytics:measure_now", COORDINATES),
    # intake
    *(look(f"intake:{page}", SEES_FILES) for page in ("deliveries", "profiles")),
    *(
        look(f"intake:{page}", SEES_FILES, "delivery")
        for page in ("delivery", "preview", "progress", "rejected")
    ),
    form("intake:new", SEES_FILES),
    form("intake:columns", SEES_FILES, "delivery"),
    *(
        act(f"intake:{verb}", SEES_FILES, "delivery")
        for verb in ("choose_profile", "rehearse", "start")
    ),
]
# Open to who is not logged in: each says for itself whom it lets in.
PUBLIC = {"healthz", "speak", "team:cast", "team:login_as", "tasks:digest_off"}
# Not ours, and tested by their makers; that they are behind the login is tested here.
FOREIGN = ("admin:", "account_", "mfa_")


def url_names(resolver=None, namespace=""):
    """Every address of the house, by its name."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inside = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from url_names(entry, inside)
        else:
            yield f"{namespace}{entry.name}"


def rows():
    """One row of everything a door may be about, by the name the table gives it."""
    market = factories.MarketFactory()
    product = factories.ProductFactory()
    order = factories.OrderFactory(status=Order.Status.IN_PREPARATION, paid_at=NOON)
    person = actions.hire(email="rita@example.org", name="Rita Rows", roles=[Role.SEO])
    absence = Absence.objects.create(user=person, from_date="2030-01-07", to_date="2030-01-08")
    return {
        "product": product.pk,
        "language": market.language,
        "order": order.pk,
        "customer": factories.CustomerFactory().pk,
        "parcel": factories.ParcelFactory(order=order).pk,
        "refund": factories.RefundFactory(order=order).pk,
        "person": person.pk,
        "absence": absence.pk,
        "task": factories.TaskFactory().pk,
        "kpi": "sales.revenue",
        "night": Night.objects.create(
            from_date=NOON.date(), to_date=NOON.date(), started_at=NOON, ended_at=NOON
        ).pk,
        "delivery": Delivery.objects.create(
            name="orders.csv",
            file=ContentFile(b"id,total\n1,2\n", name="orders.csv"),
            size=13,
            sha256="0" * 64,
            received_at=NOON,
        ).pk,
        "kind": ContentType.objects.get_for_model(product).pk,
        "draft": Draft.objects.create(
            product=factories.ProductFactory(), language="it", status="submitted", begun_at=NOON
        ).pk,
    }
