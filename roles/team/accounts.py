"""How people get in: nobody signs up, who sets the shop up invites them. See docs/security.md."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core import signing
from django.http import Http404
from django.utils import translation

from roles.team import calendars, invitations
from roles.team.middleware import asked_for

KNOWN_FOR = 180 * 24 * 60 * 60  # seconds after which a browser is a stranger again


class StaffOnly(DefaultAccountAdapter):
    """Logging in by e-mail, with tries counted before any password is hashed.

    Tries are counted per account, and apart for browsers from which its owner came in before: a
    stranger who uses up the tries of an account does not lock its owner out.
    """

    def is_open_for_signup(self, request):
        raise Http404

    def post_login(self, request, user, **kwargs):
        if not user.language:  # mails are written in it as well
            user.language = asked_for(request)
            user.save(update_fields=["language"])
        response = super().post_login(request, user, **kwargs)
        response.set_cookie(
            settings.KNOWN_BROWSER_COOKIE,
            signing.dumps(user.email, salt="known-browser"),
            max_age=KNOWN_FOR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response

    def send_mail(self, template_prefix, email, context):
        """From the shop, in the language of whoever it is for."""
        person = context.get("user")
        ours = {"shop": calendars.shop_name(), "site": settings.SITE_URL}
        with translation.override((person and person.language) or translation.get_language()):
            super().send_mail(template_prefix, email, context | ours)

    def send_password_reset_mail(self, user, email, context):
        """With the address the shop has, whatever the name under which this browser came."""
        link = {"password_reset_url": invitations.link_for(user)}
        super().send_password_reset_mail(user, email, context | link)

    def set_password(self, user, password):
        user.set_password(password)
        user.save(update_fields=["password"])
        self.forget_tries(self.request, user.email)

    def reauthenticate(self, user, password):
        found = self.authenticate(context.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def forget_tries(self, request, email):
        """A new password, set by a mailed link, opens the door to its owner at once."""
        key = self._tries_of(email)
        ratelimit.clear(request, app="allauth.account", action="login_failed", key=key)

    def _get_login_attempts_cache_key(self, request, **credentials):
        email = credentials.get("email") or ""
        return self._tries_of(email, is_known=self._knows(request, email))

    def _tries_of(self, email, *, is_known=False):
        return f"{email.lower()}:{'known' if is_known else 'stranger'}"

    def _knows(self, request, email):
        """Whether the owner of this account came in from this browser before."""
        kept = request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE, "")
        try:
            return signing.loads(kept, salt="known-browser", max_age=KNOWN_FOR) == email.lower()
        except signing.BadSignature:
            return False
