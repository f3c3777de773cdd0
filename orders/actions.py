"""What the shop does about what was bought. One function per verb; each is one transaction."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from orders import events
from orders.models import Refund


@transaction.atomic
def pay_refund(refund: Refund, *, by: AbstractBaseUser | None, at: datetime) -> None:
    """The buyer has their money back."""
    refund.pay(by=by, at=at)
    _announce_refunds()


@transaction.atomic
def refuse_refund(refund: Refund, *, note: str, by: AbstractBaseUser | None, at: datetime) -> None:
    """The buyer does not get their money back, and the note says why."""
    refund.refuse(by=by, at=at, note=note)
    _announce_refunds()


def _announce_refunds():
    transaction.on_commit(lambda: events.refunds_changed.send_robust(sender=None))
