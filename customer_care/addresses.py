"""Our own address in the mail: whom customers write to, and what our mails are called."""

from email.utils import parseaddr

from django.conf import settings
from django.utils.crypto import salted_hmac


def ours() -> str:
    """The bare address customers write to."""
    return parseaddr(settings.CARE_MAIL_FROM)[1].lower()


def is_ours(address: str) -> bool:
    return bool(address) and address.lower() == ours()


def message_id(message) -> str:
    """The name of an answer in the world's mail: the same however often it is sent."""
    seal = salted_hmac("customer_care.message_id", str(message.pk)).hexdigest()[:16]
    domain = ours().partition("@")[2] or "localhost"
    return f"<care-{message.pk}-{seal}@{domain}>"
