"""The mailbox customers write to: an IMAP account, or on a laptop a folder of .eml files."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlparse

from django.conf import settings
from django.utils.translation import gettext_noop as _
from imap_tools import AND, MailBox, MailBoxUnencrypted, MailMessageFlags

LONGEST_MAIL = 25 * 2**20
TOO_LONG = _("Mail above 25 MB is not read. It stays in the mailbox, whole.")
HEAD = 2**16  # bytes of a mail that is too long which are looked at
A_ROUND = 100  # mails taken in one go
PATIENCE = 30  # seconds a mail server may keep silent


@dataclass(frozen=True)
class Arrived:
    """One mail that lies in the mailbox. Of one that is too long only the head is here."""

    name: str
    raw: bytes
    size: int

    @property
    def is_too_long(self) -> bool:
        return self.size > LONGEST_MAIL


def mailbox():
    """The shop's mailbox: the account that is set, else the folder."""
    return Imap(settings.IMAP_URL) if settings.IMAP_URL else Folder(settings.MAILBOX_DIR)


class Folder:
    """`inbox/*.eml` comes in, and lies in `done/` or `rejected/` after."""

    def __init__(self, folder):
        self.folder = Path(folder)

    def arrived(self) -> Iterator[Arrived]:
        for place in ("inbox", "done", "rejected"):
            (self.folder / place).mkdir(parents=True, exist_ok=True)
        for path in sorted((self.folder / "inbox").glob("*.eml"))[:A_ROUND]:
            try:
                size = path.stat().st_size
                with path.open("rb") as file:
                    raw = file.read(LONGEST_MAIL if size <= LONGEST_MAIL else HEAD)
            except FileNotFoundError:  # another worker was faster
                continue
            yield Arrived(path.name, raw, size)

    def put_away(self, mail: Arrived) -> None:
        """It is stored. A name that lies there already is not overwritten."""
        place = self.folder / ("rejected" if mail.is_too_long else "done")
        target, number = place / mail.name, 1
        while target.exists():
            number += 1
            target = place / f"{Path(mail.name).stem}-{number}.eml"
        (self.folder / "inbox" / mail.name).rename(target)


class Imap:
    """`imaps://user:password@host:993/INBOX`: unseen mail comes in and is marked as seen."""

    def __init__(self, url):
        self.url = urlparse(url)
        self.box = None

    def arrived(self) -> Iterator[Arrived]:
        kind = MailBox if self.url.scheme == "imaps" else MailBoxUnencrypted
        port = self.url.port or (993 if kind is MailBox else 143)
        place = unquote(self.url.path.lstrip("/")) or "INBOX"
        user, password = unquote(self.url.username or ""), unquote(self.url.password or "")
        box = kind(self.url.hostname, port, timeout=PATIENCE)
        with box.login(user, password, initial_folder=place) as self.box:
            heads = self.box.fetch(
                AND(seen=False), headers_only=True, mark_seen=False, limit=A_ROUND, bulk=True
            )
            for head in list(heads):
                yield from self._whole(head)

    def _whole(self, head):
        size = head.size_rfc822
        if size > LONGEST_MAIL:
            yield Arrived(head.uid, head.obj.as_bytes()[:HEAD], size)
            return
        _answer, found = self.box.client.uid("fetch", head.uid, "(BODY.PEEK[])")
        for piece in found:
            if isinstance(piece, tuple):  # the rest are imaplib's own brackets
                yield Arrived(head.uid, piece[1], len(piece[1]))

    def put_away(self, mail: Arrived) -> None:
        flags = [MailMessageFlags.SEEN]
        if mail.is_too_long:
            flags.append(MailMessageFlags.FLAGGED)
        self.box.flag(mail.name, flags, True)
