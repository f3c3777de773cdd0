"""How people get in: nobody signs up, who sets the shop up invites them."""

from allauth.account.adapter import DefaultAccountAdapter


class StaffOnly(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False
