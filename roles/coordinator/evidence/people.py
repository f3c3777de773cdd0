"""Whether somebody new has found their place."""

from django.utils.translation import gettext_noop as _

from roles.playbooks.evidence import Answer, Repair, evidence
from roles.tasks.models import Task
from roles.team.models import Membership, Role

ABOUT = "team.user"


@evidence("person-has-hats", title=_("They wear a hat"), about=ABOUT, door="team:person")
def person_has_hats(people, *, now):
    """The person wears at least one hat that is in use."""
    worn = Membership.objects.filter(user__in=people, role__is_active=True)
    wearing = set(worn.values_list("user", flat=True))
    return {person.pk: _hats(person, person.pk in wearing) for person in people}


def _hats(person, has_one):
    if has_one:
        return Answer(True, _("They wear a hat."))
    give = Repair(_("Give them a hat"), person.get_absolute_url(), Role.COORDINATOR, 0.5)
    return Answer(False, _("They wear no hat yet."), repairs=(give,))


@evidence(
    "person-did-work", title=_("They have done their first work"), about=ABOUT, door="team:person"
)
def person_did_work(people, *, now):
    """A task that was theirs is done."""
    done = Task.objects.filter(assignee__in=people, status=Task.Status.DONE)
    able = set(done.values_list("assignee", flat=True))
    return {
        person.pk: Answer(True, _("Their first task is done."))
        if person.pk in able
        else Answer(False, _("None of their tasks is done yet."))
        for person in people
    }
