"""What the webmaster does, and what others ask of the shop's pages. Each is one transaction."""

from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, connection, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from config.lib.refusals import Refusal
from config.templatetags.regia import exact
from roles.webmaster.models import Defect, Freeze, Release, SiteCheck, Waiver

ROLLED_BACK = gettext_noop("Its release was rolled back.")


# Freezes


def freeze(
    subject: models.Model | None,
    *,
    from_at: datetime,
    until_at: datetime,
    why: str = "",
    by=None,
    at: datetime,
) -> Freeze:
    """Nothing goes out from … until. A subject has one freeze: asked again, it is moved. One that
    stands so already is found without holding anybody up."""
    about = _about(subject) if subject else {"subject_id": None}
    wanted = {"from_at": from_at, "until_at": until_at, "why": why or str(subject)}
    standing = subject and Freeze.objects.filter(**about, **wanted).first()
    return standing or _refreeze(about, wanted, made_at=at, made_by=by)


@transaction.atomic
def _refreeze(about, wanted, **made) -> Freeze:
    _hold_the_calendar()
    if about["subject_id"] is None:
        return Freeze.objects.create(**wanted, **made)
    first = wanted | made
    return Freeze.objects.update_or_create(**about, defaults=wanted, create_defaults=first)[0]


@transaction.atomic
def thaw(subject: models.Model) -> None:
    """The subject no longer needs the shop to stay as it is."""
    _hold_the_calendar()
    Freeze.objects.of(subject).delete()


# Releases


@transaction.atomic
def plan(release: Release, *, why: str = "", by, at: datetime) -> Release:
    """Write a release into the calendar; into a freeze only with a reason of who may give one."""
    _hold_the_calendar()
    if release.form_key:
        known = Release.objects.filter(form_key=release.form_key).first()
        if known:
            return known
    release.made_at, release.planned_by = at, by
    release.save(force_insert=True)
    release.moves.create(became=release.status, moved_at=at, moved_by=by)
    _let_through(release, when=release.planned_at, why=why, by=by, at=at)
    return release


@transaction.atomic
def move(release: Release, *, planned_at: datetime, why: str = "", by, at: datetime) -> None:
    """It goes out on another day."""
    _hold_the_calendar()
    planned = Release.objects.planned().filter(pk=release.pk)
    if not planned.update(planned_at=planned_at):
        raise Refusal(_("“%(release)s” is no longer planned.") % {"release": release})
    release.refresh_from_db()
    _let_through(release, when=planned_at, why=why, by=by, at=at)
    note = f"→ {exact(planned_at)}"
    release.moves.create(
        came_from=release.status, became=release.status, moved_at=at, moved_by=by, note=note
    )


@transaction.atomic
def waive(release: Release, freeze: Freeze, *, why: str, by, at: datetime) -> None:
    """This release may go out in this freeze. Who, why and when stays on record."""
    if not by.has_perm("webmaster.waive_freeze"):
        raise Refusal(_("Only who coordinates may let a release through a freeze."))
    if not why.strip():
        raise Refusal(_("Say why it must go out all the same."))
    values = {"why": why, "waived_at": at, "waived_by": by, "freeze_why": freeze.why}
    Waiver.objects.get_or_create(release=release, freeze=freeze, defaults=values)


@transaction.atomic
def go_out(release: Release, *, by, at: datetime) -> None:
    """It is on the shop now, unless the shop must stay as it is."""
    _hold_the_calendar()
    _refuse_inside_freeze(release, when=at)
    release.go_out(by=by, at=at)


@transaction.atomic
def roll_back(release: Release, *, note: str, by, at: datetime) -> None:
    """The shop is as it was before, and what the release had fixed is broken again."""
    release.roll_back(note=note, by=by, at=at)
    fixed = Defect.objects.filter(release=release, status__in=Defect.CAME_WITH_A_RELEASE)
    for defect in fixed.order_by("pk"):
        defect.come_back(note=ROLLED_BACK, by=None, at=at)


def _let_through(release, *, when, why, by, at):
    """What the calendar forbids is refused, or waived by who gives a reason and may."""
    if why.strip():
        for binding in Freeze.objects.binding(release, at=when):
            waive(release, binding, why=why, by=by, at=at)
    _refuse_inside_freeze(release, when=when)


def _refuse_inside_freeze(release, *, when):
    binding = Freeze.objects.binding(release, at=when).order_by("-until_at").first()
    if binding:
        raise Frozen(binding)


class Frozen(Refusal):
    """The shop must stay as it is at that time."""

    def __init__(self, freeze):
        self.freeze = freeze
        words = {"why": freeze.why, "until": exact(freeze.until_at)}
        super().__init__(
            _("Nothing goes out until %(until)s: %(why)s. Who coordinates may waive it.") % words
        )


def _hold_the_calendar():
    """Freezes and releases change one at a time, so that neither slips past the other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('release calendar', 0))")


# Defects


@transaction.atomic
def report(defect: Defect, *, by, at: datetime) -> Defect:
    """Somebody saw that the shop does not work as it should. One sheet is one defect."""
    defect.reported_by, defect.reported_at = by, at
    try:
        with transaction.atomic():
            defect.save(force_insert=True)
    except IntegrityError:
        return Defect.objects.get(form_key=defect.form_key)
    defect.moves.create(became=defect.status, moved_at=at, moved_by=by)
    return defect


@transaction.atomic
def verify(defect: Defect, *, by, at: datetime) -> None:
    """Somebody has looked at the shop: it works. Before its release is out nobody can have."""
    release = defect.release
    if release and release.status != Release.Status.RELEASED:
        raise Refusal(
            _("“%(release)s” has not gone out yet, so there is nothing to look at.")
            % {"release": release}
        )
    defect.verify(by=by, at=at)


@transaction.atomic
def settle_as_duplicate(defect: Defect, original: Defect, *, by, at: datetime) -> None:
    """The same thing was reported before; who follows it finds the one that stands for all."""
    pair = {defect.pk, original.pk}
    held = {
        row.pk: row for row in Defect.objects.select_for_update().filter(pk__in=pair).order_by("pk")
    }
    original = held[original.pk]
    if len(held) < 2 or original.status == Defect.Status.DUPLICATE:
        raise Refusal(_("Choose the defect that stands for all of them."))
    held[defect.pk].become_duplicate_of(original, by=by, at=at)
    Defect.objects.filter(duplicate_of=defect).update(duplicate_of=original)


# Site checks


@transaction.atomic
def watch(
    subject: models.Model,
    *,
    address: str,
    expects: str = "",
    until: datetime | None = None,
    name: str = "",
    key: str = "landing",
    at: datetime,
) -> SiteCheck:
    """A page of a subject is asked every few minutes until its end. Asked again, nothing changes;
    with another address or text, what was known of the page is forgotten."""
    wanted = {
        "address": address,
        "expects": expects,
        "until_at": until,
        "name": name or str(subject),
    }
    row, is_new = SiteCheck.objects.get_or_create(
        **_about(subject), key=key, defaults=wanted | {"next_at": at}
    )
    if is_new:
        return row
    is_other = (row.address, row.expects) != (address, expects)
    _change(row, wanted | (_unasked(at) if is_other else {}))
    return row


def set_up(check: SiteCheck, *, changed: list[str], at: datetime) -> None:
    """A check as somebody typed it. With another address or text it starts from nothing."""
    if check.pk is None:
        check.next_at = at
        check.save(force_insert=True)
        return
    changes = {field: getattr(check, field) for field in changed}
    if {"address", "expects"} & set(changed):
        changes |= _unasked(at)
    SiteCheck.objects.filter(pk=check.pk).update(**changes | {"next_at": at})


def unwatch(subject: models.Model, *, key: str = "landing") -> None:
    """Nobody needs to know any more whether the page answers."""
    SiteCheck.objects.of(subject).filter(key=key, is_active=True).update(is_active=False)


def ask_soon(check: SiteCheck, *, at: datetime) -> None:
    """It is asked within the minute."""
    SiteCheck.objects.on(at).filter(pk=check.pk, next_at__gt=at).update(next_at=at)


def _unasked(at):
    """A check of which nothing is known yet."""
    return {
        "next_at": at,
        "asked_at": None,
        "passed_at": None,
        "failures": 0,
        "failing_since_at": None,
        "problem": "",
        "status": None,
        "first_byte_ms": None,
        "size_bytes": None,
        "certificate_until_at": None,
    }


def _about(subject):
    kind = ContentType.objects.get_for_model(subject)
    return {"subject_type": kind, "subject_id": subject.pk}


def _change(row, wanted):
    """Write only what is different, so that asking every minute writes nothing."""
    changed = {field: value for field, value in wanted.items() if getattr(row, field) != value}
    for field, value in changed.items():
        setattr(row, field, value)
    if changed:
        row.save(update_fields=changed)
