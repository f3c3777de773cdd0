"""Every door of the house and who may open it. A new address without a line here fails the run."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver

from analytics.models import Night
from catalog import actions as catalog
from config.exports.models import Export
from config.intake.models import Delivery
from orders.models import Order
from roles.graphic_designer.models import Pin
from roles.marketing.models import Campaign
from roles.team import actions
from roles.team.models import Absence, Role
from roles.web_writer.models import Draft
from tests import factories
from tests.factories import NOON, VariantFactory, plan_pages
from tests.factories import customer_care as care
from tests.factories import graphic_designer as made
from tests.factories.copies import CopyFactory
from tests.factories.marketing import CampaignFactory, CouponFactory
from tests.factories.requests import RequestFactory
from tests.factories.webmaster import (
    DefectFactory,
    FreezeFactory,
    ReleaseFactory,
    SiteCheckFactory,
)

NOBODY = "nobody"  # has an account and wears no hat
HATS = set(Role.BUILT_IN)
ANYONE = {*HATS, NOBODY}
R = Role
MEASURED = HATS - {R.ADMINISTRATOR}  # set-up opens the admin; figures are the others'
COORDINATES = {R.COORDINATOR}
SEES_FILES = {R.COORDINATOR, R.WEBMASTER, R.MARKETPLACES, R.ANALYST, R.MARKETING}
SEES_CUSTOMERS = {R.COORDINATOR, R.CUSTOMER_CARE, R.ACCOUNTING, R.ANALYST}
SEES_REFUNDS = SEES_CUSTOMERS
SEES_PARCELS = {*SEES_CUSTOMERS, R.WAREHOUSE}
SEES_ORDERS = {*SEES_PARCELS, R.MARKETING, R.PURCHASING, R.MARKETPLACES}
SHIPS = {R.COORDINATOR, R.WAREHOUSE}
COUNTS = SHIPS
CAMPAIGNS = {R.COORDINATOR, R.MARKETING}
PROVES = {*CAMPAIGNS, R.WEBMASTER}
SEES_CAMPAIGNS = {
    *PROVES,
    R.WEB_WRITER,
    R.GRAPHIC_DESIGNER,
    R.CUSTOMER_CARE,
    R.WAREHOUSE,
    R.PURCHASING,
    R.ACCOUNTING,
}
PAYS_REFUNDS = {R.COORDINATOR, R.CUSTOMER_CARE}
CARES = {R.COORDINATOR, R.CUSTOMER_CARE}
READS_CANNED = {*CARES, R.MARKETING}
WRITES = {R.COORDINATOR, R.WEB_WRITER}
READS_DRAFTS = {*WRITES, R.SEO}
READS_COPIES = {*WRITES, R.MARKETING, R.GRAPHIC_DESIGNER, R.WEBMASTER}
PLANS = {R.COORDINATOR, R.ADMINISTRATOR}
DRAWS = {R.COORDINATOR, R.GRAPHIC_DESIGNER}
ASKS_FOR_PICTURES = {*DRAWS, R.MARKETING}
SEES_PICTURES = {*ASKS_FOR_PICTURES, R.WEB_WRITER, R.WEBMASTER, R.MARKETPLACES}
MENDS = {R.COORDINATOR, R.WEBMASTER}
SEES_RELEASES = {*MENDS, R.MARKETING}


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
    look("catalog:picture", HATS, "pictured", "picture_name"),
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
    form("logistics:counts", COUNTS),
    act("logistics:set_capacity", COUNTS),
    # marketing
    look("marketing:desk", CAMPAIGNS),
    look("marketing:campaigns", SEES_CAMPAIGNS),
    look("marketing:campaign", SEES_CAMPAIGNS, "campaign"),
    look("marketing:search", ANYONE),
    form("marketing:new", CAMPAIGNS),
    look("marketing:pick", CAMPAIGNS),
    act("marketing:bulk", CAMPAIGNS),
    form("marketing:change", CAMPAIGNS, "campaign"),
    *(
        act(f"marketing:{verb}", CAMPAIGNS, "campaign")
        for verb in ("plan", "prepare", "go_live", "pause", "end", "cancel")
    ),
    act("marketing:approve_budget", COORDINATES, "campaign"),
    look("marketing:stock", SEES_CAMPAIGNS, "campaign"),
    act("marketing:count", COUNTS, "campaign", "variant"),
    form("marketing:spend", CAMPAIGNS, "campaign"),
    look("marketing:unassigned", CAMPAIGNS),
    act("marketing:assign", CAMPAIGNS),
    look("marketing:coupons", SEES_CAMPAIGNS, "campaign"),
    form("marketing:new_coupon", CAMPAIGNS, "campaign"),
    act("marketing:prove_all", PROVES, "campaign"),
    look("marketing:coupon", SEES_CAMPAIGNS, "coupon"),
    form("marketing:change_coupon", CAMPAIGNS, "coupon"),
    act("marketing:prove", PROVES, "coupon"),
    # customer care
    look("customer_care:desk", SEES_REFUNDS),
    look("customer_care:of_order", SEES_REFUNDS, "order"),
    look("customer_care:refund", SEES_REFUNDS, "refund"),
    act("customer_care:pay", PAYS_REFUNDS, "refund"),
    act("customer_care:refuse", PAYS_REFUNDS, "refund"),
    look("customer_care:conversations", CARES),
    form("customer_care:new", CARES),
    look("customer_care:search", ANYONE),
    look("customer_care:of_customer", CARES, "customer"),
    look("customer_care:conversation", CARES, "conversation"),
    look("customer_care:canned", CARES, "conversation", "canned"),
    look("customer_care:attachment", CARES, "attachment"),
    *(
        act(f"customer_care:{verb}", CARES, "conversation")
        for verb in (
            *("looking", "answer", "note", "assign", "take", "ask", "give_back", "wait"),
            *("solve", "reopen", "snooze", "wake", "merge", "order"),
        )
    ),
    act("customer_care:take_back", CARES, "answer"),
    look("customer_care:canned_answers", READS_CANNED),
    form("customer_care:new_canned_answer", CARES),
    form("customer_care:canned_answer", CARES, "canned"),
    look("customer_care:knowledge", READS_CANNED),
    form("customer_care:new_note", CARES),
    form("customer_care:note_page", CARES, "knowledge"),
    look("customer_care:of_subject", READS_CANNED, "kind", "product"),
    look("customer_care:mail", CARES),
    look("customer_care:letter", CARES, "letter"),
    look("customer_care:original", CARES, "letter"),
    act("customer_care:set_aside", CARES, "letter"),
    look("customer_care:of_campaign", READS_CANNED, "campaign"),
    act("customer_care:take_letter", CARES, "letter"),
    act("customer_care:try_letter_again", CARES, "letter"),
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
    look("tasks:of_subject", ANYONE, "kind", "product"),
    form("tasks:new", HATS),
    look("tasks:task", WRITES, "task"),
    act("tasks:bulk", ANYONE),
    *(
        act(f"tasks:{verb}", WRITES, "task")
        for verb in ("read", "take", "hand_over", "wait", "wake", "finish")
    ),
    *(act(f"tasks:{verb}", WRITES, "task") for verb in ("cancel", "reopen", "comment")),
    form("tasks:talk", HATS, "kind", "product"),
    act("tasks:talk_read", HATS, "kind", "product"),
    look("tasks:requests", MEASURED),
    look("playbooks:heat", HATS),
    look("playbooks:load", HATS),
    look("playbooks:hours", HATS, "role"),
    form("tasks:new_request", MEASURED),
    look("tasks:request", MEASURED, "request"),  # the designers ask the writers
    *(act(f"tasks:{verb}", WRITES, "request") for verb in ("accept", "decline", "deliver_request")),
    *(
        act(f"tasks:{verb}", {R.COORDINATOR, R.GRAPHIC_DESIGNER}, "request")
        for verb in ("confirm", "send_back", "ask_again", "withdraw")
    ),
    # playbooks: a run with a step of the web writers
    *(look(f"playbooks:{page}", HATS) for page in ("runs", "ended", "panel", "playbooks")),
    *(look(f"playbooks:{page}", HATS, "run") for page in ("run", "gate", "history")),
    look("playbooks:lead", COORDINATES, "run"),
    look("playbooks:of_subject", HATS, "kind", "product"),
    act("playbooks:start", COORDINATES, "kind", "product"),
    act("playbooks:look", HATS, "run"),
    *(act(f"playbooks:{verb}", COORDINATES, "run") for verb in ("change", "cancel", "end")),
    act("playbooks:take_proposal", PLANS, "run"),
    look("playbooks:step", HATS, "run_step"),
    look("playbooks:people", WRITES, "run_step"),
    *(
        act(f"playbooks:{verb}", WRITES, "run_step")
        for verb in ("begin", "finish", "check", "assign", "take_up")
    ),
    *(act(f"playbooks:{verb}", COORDINATES, "run_step") for verb in ("waive", "skip")),
    look("playbooks:playbook", HATS, "plan"),
    form("playbooks:new", PLANS),
    *(act(f"playbooks:{verb}", PLANS, "making") for verb in ("draft", "discard", "publish")),
    form("playbooks:add_step", PLANS, "making"),
    form("playbooks:edit_step", PLANS, "making", "plan_step"),
    act("playbooks:drop_step", PLANS, "making", "plan_step"),
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
    act("web_writer:throw_away", WRITES, "draft"),
    *(look(f"web_writer:{page}", READS_COPIES, "copy") for page in ("copy", "variants")),
    *(
        act(f"web_writer:{verb}", WRITES, "copy")
        for verb in ("save_copy", "submit_copy", "take_copy_back", "add_variant")
    ),
    *(
        act(f"web_writer:{verb}", {R.COORDINATOR, R.MARKETING}, "copy")
        for verb in ("approve_copy", "send_copy_back")
    ),
    act("web_writer:withdraw_copy", {*WRITES, R.MARKETING}, "copy"),
    look("web_writer:copies_of", READS_COPIES, "kind", "product"),
    look("web_writer:texts_of_campaign", READS_COPIES, "pictured_campaign"),
    form("web_writer:ask_for_copy", {*WRITES, R.MARKETING}, "kind", "product"),
    # graphic designer: the sent proof of a product's picture
    look("graphic_designer:desk", SEES_PICTURES),
    form("graphic_designer:ask", ASKS_FOR_PICTURES, "kind", "product"),
    look("graphic_designer:of", SEES_PICTURES, "kind", "product"),
    look("graphic_designer:of_campaign", SEES_PICTURES - {R.MARKETPLACES}, "pictured_campaign"),
    look("graphic_designer:begin", SEES_PICTURES, "product"),
    act("graphic_designer:take_up", DRAWS, "product"),
    *(look(f"graphic_designer:{page}", SEES_PICTURES, "brief") for page in ("brief", "compare")),
    look("graphic_designer:take", SEES_PICTURES, "brief"),
    *(
        act(f"graphic_designer:{verb}", DRAWS, "brief")
        for verb in ("upload", "describe", "send", "take_back")
    ),
    *(
        act(f"graphic_designer:{verb}", COORDINATES, "brief")
        for verb in ("approve", "request_changes")
    ),
    act("graphic_designer:withdraw", ASKS_FOR_PICTURES, "brief"),
    *(
        look(f"graphic_designer:{size}", SEES_PICTURES, "proof_picture")
        for size in ("picture", "small")
    ),
    *(act(f"graphic_designer:{verb}", DRAWS, "proof_picture") for verb in ("remove", "focus")),
    act("graphic_designer:pin", SEES_PICTURES, "proof_picture"),
    act("graphic_designer:settle", SEES_PICTURES, "pin"),
    # webmaster
    look("webmaster:desk", MENDS),
    look("webmaster:panel", MENDS),
    look("webmaster:defects", MEASURED),
    form("webmaster:report", MEASURED),
    look("webmaster:defect", MEASURED, "defect"),
    look("webmaster:of_subject", MEASURED, "kind", "product"),
    *(act(f"webmaster:{verb}", MEASURED, "defect") for verb in ("verify", "send_back")),
    act("webmaster:come_back", MEASURED, "defect"),
    *(act(f"webmaster:{verb}", MENDS, "defect") for verb in ("accept", "begin", "put_back", "fix")),
    *(act(f"webmaster:{verb}", MENDS, "defect") for verb in ("weigh", "decline", "duplicate")),
    look("webmaster:releases", SEES_RELEASES),
    form("webmaster:plan", MENDS),
    look("webmaster:release", SEES_RELEASES, "release"),
    *(
        act(f"webmaster:{verb}", MENDS, "release")
        for verb in ("go_out", "roll_back", "cancel", "move")
    ),
    act("webmaster:waive", COORDINATES, "release"),
    act("webmaster:freeze", COORDINATES),
    act("webmaster:lift", COORDINATES, "freeze"),
    look("webmaster:checks", SEES_RELEASES),
    form("webmaster:new_check", MENDS),
    look("webmaster:check", SEES_RELEASES, "check"),
    form("webmaster:change_check", MENDS, "check"),
    act("webmaster:ask", MENDS, "check"),
    # coordinator
    look("dashboard", COORDINATES),
    look("needs_me", COORDINATES),
    look("hand_out", COORDINATES),
    look("campaign_page", SEES_RELEASES, "campaign"),
    look("lacking_answers", CARES, "campaign"),
    look("product_answers", PAYS_REFUNDS, "product"),
    look("defect_answers", PAYS_REFUNDS, "defect"),
    # analytics
    *(look(f"analytics:{page}", MEASURED) for page in ("board", "nights")),
    *(look(f"analytics:{part}_panel", MEASURED) for part in ("figures", "alarms", "night")),
    look("analytics:kpi", MEASURED, "kpi"),
    look("analytics:night", MEASURED, "night"),
    act("analytics:measure_now", COORDINATES),
    # exports: a file somebody else asked for
    look("exports:mine", ANYONE),
    act("exports:ask", ANYONE),
    look("exports:file", set(), "export"),
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


def pictures():
    """The proof of a product's picture, sent to approval; one in the catalogue; and a campaign."""
    brief = made.sent(medium="product")
    picture = brief.proofs.get().pictures.get()
    image = catalog.add_image(
        brief.subject, file=picture.file, ending=".jpg", alt_texts={}, by=None, at=NOON
    )
    return {
        "brief": brief.pk,
        "proof_picture": picture.pk,
        "pin": Pin.objects.create(picture=picture, text="Warmer", pinned_at=NOON).pk,
        "pictured": brief.subject_id,
        "picture_name": image.address.rpartition("/")[2],
        "pictured_campaign": Campaign.objects.create(
            name="Winter", utm="winter-pictures", created_at=NOON
        ).pk,
    }


def rows():
    """One row of everything a door may be about, by the name the table gives it."""
    market = factories.MarketFactory()
    product = factories.ProductFactory()
    campaign = CampaignFactory(products=[product])
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
        **care.rows_of_care(),
        "person": person.pk,
        "absence": absence.pk,
        "task": factories.TaskFactory().pk,
        "request": RequestFactory().pk,
        "role": Role.objects.get(key=Role.WEB_WRITER).pk,
        "kpi": "sales.revenue",
        "night": Night.objects.create(
            from_date=NOON.date(), to_date=NOON.date(), started_at=NOON, ended_at=NOON
        ).pk,
        "export": an_export(person).pk,
        "delivery": Delivery.objects.create(
            name="orders.csv",
            file=ContentFile(b"id,total\n1,2\n", name="orders.csv"),
            size=13,
            sha256="0" * 64,
            received_at=NOON,
        ).pk,
        **pages(),
        "campaign": campaign.pk,
        "variant": VariantFactory(product=product).pk,
        "coupon": CouponFactory(campaign=campaign).pk,
        "kind": ContentType.objects.get_for_model(product).pk,
        **plan_pages.rows(),
        **pictures(),
        "copy": CopyFactory(status="submitted").pk,
        "draft": Draft.objects.create(
            product=factories.ProductFactory(), language="it", status="submitted", begun_at=NOON
        ).pk,
    }


def an_export(person):
    """A file that is ready, of a list that every hat may see: only whose it is keeps it shut."""
    export = Export.objects.create(
        address=reverse("catalog:products"),
        name="products",
        form="csv",
        asked_by=person,
        asked_at=NOON,
        alive_at=NOON,
        ended_at=NOON,
        language="en",
        time_zone="UTC",
        rows=1,
    )
    export.path.parent.mkdir(parents=True, exist_ok=True)
    export.path.touch()
    return export


def pages():
    """A defect, a release, a freeze and a check."""
    return {
        "defect": DefectFactory().pk,
        "release": ReleaseFactory().pk,
        "freeze": FreezeFactory().pk,
        "check": SiteCheckFactory().pk,
    }
