"""Which conversation a mail belongs to, whose it is, and what it is about."""

import re
from datetime import datetime

from catalog.models import Shop
from customer_care.mail import Mail
from customer_care.models import Conversation, Message
from orders.models import Customer, Order

TOKEN = re.compile(r"\[#(\d{1,18})-([0-9a-f]{8})\]", re.I)
NUMBER = re.compile(r"(?<![\w@/.])#?([A-Za-z]{0,6}-?\d[\w-]{2,24})(?![\w@])")
MOST_NUMBERS = 8
SEARCHED = 5_000  # signs of a text that are searched for an order's number
WORDS = {
    "it": {"il", "che", "di", "non", "per", "ho", "una", "sono", "grazie", "ordine", "buongiorno"},
    "es": {"el", "que", "de", "no", "por", "he", "una", "gracias", "pedido", "hola", "buenos"},
    "en": {"the", "that", "of", "not", "for", "have", "my", "thanks", "order", "hello", "is"},
}


def home_of(mail: Mail) -> Conversation | None:
    """By what it answers, else by the token in its subject, else by sender and order."""
    return _living(_by_id(mail) or _by_token(mail) or _by_order(mail))


def _living(found):
    while found is not None and found.merged_into_id:
        found = found.merged_into
    return found


def _by_id(mail):
    ids = [one for one in [*mail.answers, *mail.told_of] if one]
    known = Message.objects.filter(message_id__in=ids).exclude(message_id="")
    homes = {message.message_id: message for message in known.select_related("conversation")}
    return next((homes[one].conversation for one in ids if one in homes), None)


def _by_token(mail):
    found = TOKEN.search(mail.subject)
    return Conversation.named_by(*found.groups()) if found else None


def _by_order(mail):
    order = order_of(mail)
    if order is None:
        return None
    lately = Conversation.objects.filter(order=order, email__iexact=mail.email)
    alive = [*Conversation.UNDONE, Conversation.Status.SOLVED]
    return lately.filter(status__in=alive).order_by("-last_at", "-pk").first()


def mark_bounced(mail: Mail, *, at: datetime) -> None:
    """Our answer did not arrive: say so beside it."""
    if mail.is_bounce and mail.told_of:
        ours = Message.objects.filter(kind=Message.Kind.OUT, message_id__in=mail.told_of)
        ours.filter(bounced_at=None).update(bounced_at=at, trouble=mail.subject)


def about(mail: Mail) -> tuple[Order | None, Customer | None]:
    """The order that is named, and the customer who writes."""
    order = order_of(mail)
    if order and order.customer and order.buyer_email.lower() == mail.email.lower():
        return order, order.customer
    known = Customer.objects.found_by(mail.email).filter(email__iexact=mail.email)
    return order, known.select_related("channel").order_by("-pk").first()


def order_of(mail: Mail) -> Order | None:
    """The order whose number is written in the mail; the writer's own one before another's."""
    said = f"{mail.subject}\n{mail.text[:SEARCHED]}"
    numbers = list(dict.fromkeys(NUMBER.findall(TOKEN.sub("", said))))[:MOST_NUMBERS]
    found = [order for number in numbers for order in _numbered(number)]
    own = [order for order in found if order.buyer_email.lower() == mail.email.lower()]
    if own:
        return own[0]
    return found[0] if len({order.pk for order in found}) == 1 else None


def _numbered(number):
    orders = Order.objects.found_by(number).filter(number__in=[number, f"#{number}"])
    return orders.select_related("channel", "customer__channel").order_by("-placed_at")[:3]


def language_of(mail: Mail, customer: Customer | None) -> str:
    """The language of the text, else the customer's, else the shop's."""
    words = set(re.findall(r"[a-zà-ù]+", f"{mail.subject} {mail.text[:2000]}".lower()))
    scores = {language: len(words & told) for language, told in WORDS.items()}
    best = max(scores, key=scores.get)
    if scores[best] >= 2 and list(scores.values()).count(scores[best]) == 1:
        return best
    known = customer.language[:2].lower() if customer else ""
    return known if known in WORDS else Shop.current().language
