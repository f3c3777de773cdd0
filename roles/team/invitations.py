"""The letter that lets somebody in: a link with which they choose their password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from roles.team import calendars
from roles.team.models import User


def link_for(user: User) -> str:
    """Where somebody chooses their password. It works once, and for three days."""
    key = default_token_generator.make_token(user)
    arguments = [user_pk_to_url_str(user), key]
    return settings.SITE_URL + reverse("account_reset_password_from_key", args=arguments)


def invite(user: User, *, by: User | None = None) -> None:
    """Write to somebody that they are of the team now, in their own language."""
    with translation.override(user.language or calendars.shop_language()):
        letter = render_to_string(
            "team/invitation.txt", {"user": user, "by": by, "link": link_for(user)}
        )
        send_mail(_("Your place in Regia"), letter, None, [user.email])
