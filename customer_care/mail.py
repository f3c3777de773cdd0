"""Understanding a mail: who wrote, what, in answer to what. Plain bytes in, plain values out."""

import html
import re
from dataclasses import dataclass, field
from email import errors, message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr

import nh3
from charset_normalizer import from_bytes
from django.utils.translation import gettext_noop as _

LONGEST_TEXT = 50_000  # signs of a message that are kept beside the original
LONGEST_HTML = 500_000
MOST_PARTS = 200
SHOWN_TAGS = {"p", "br", "div", "b", "strong", "i", "em", "u", "ul", "ol", "li", "blockquote"}
SHOWN_TAGS |= {"a", "table", "tbody", "thead", "tr", "td", "th", "pre", "code", "h1", "h2", "h3"}
BREAKS = re.compile(r"<\s*(?:br|/p|/div|/li|/tr|/h\d|/blockquote)\b[^>]*>", re.I)
BLANKS = re.compile(r"[ \t\u00a0]+\n")
EMPTY_LINES = re.compile(r"\n{3,}")
IDS = re.compile(r"<[^<>\s]{1,250}>")
NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u202a-\u202e\u2066-\u2069]")
MACHINES = re.compile(r"^(mailer-daemon|postmaster|bounces?|no-?reply-?bounce)\b", re.I)
NOBODY = re.compile(r"^(no-?reply|do-?not-?reply|noresponder|nonrispondere|form|contact)", re.I)
QUOTE = re.compile(
    r"^(?:>.*\n?){2,}"
    r"|^(?:On|Il|El|Am|Le) [^\n]{4,200}(?:wrote|ha scritto|escribió|schrieb|écrit)\s?:"
    r"|^-{2,}\s*(?:Original|Messaggio|Mensaje|Forwarded)[^\n]*$",
    re.M,
)
BULK = {"bulk", "junk", "list", "auto_reply", "auto-reply"}


class NotUnderstood(Exception):
    """Nothing can be made of this mail; the sentence, still to be translated, says why."""


@dataclass
class Part:
    """A file that came along."""

    name: str
    kind: str
    content: bytes


@dataclass
class Mail:
    """What a mail says."""

    email: str
    name: str = ""
    subject: str = ""
    text: str = ""
    html: str = ""
    message_id: str = ""
    answers: list[str] = field(default_factory=list)  # ids, the nearest first
    files: list[Part] = field(default_factory=list)
    is_automatic: bool = False
    is_bounce: bool = False
    is_spam: bool = False
    told_of: list[str] = field(default_factory=list)  # ids a bounce is about


def understand(raw: bytes) -> Mail:
    """The mail in these bytes, as far as it can be read; broken parts are left in the original."""
    if raw.count(b"oundary=") > MOST_PARTS:  # the parser would be busy for minutes
        raise NotUnderstood(_("The parts of this mail are nested without end."))
    try:
        return _read(message_from_bytes(raw, policy=policy.default))
    except RecursionError as error:
        raise NotUnderstood(_("The parts of this mail are nested without end.")) from error
    except (errors.MessageError, ValueError, LookupError, AttributeError, TypeError) as error:
        raise NotUnderstood(_("This mail is broken: its parts cannot be told apart.")) from error


def _read(message):
    name, address = _sender(message)
    if "@" not in address:
        raise NotUnderstood(_("This mail does not say who sent it."))
    parts = list(_parts(message))
    text, safe = _body(parts)
    files = [_file(part) for part in parts if _is_file(part)]
    subject = clean(_header(message, "Subject"))[:300]
    if not (text or files or subject):
        raise NotUnderstood(_("This mail is empty or broken: it has no subject, text or file."))
    bounce = message.get_content_type() == "multipart/report"
    return Mail(
        email=address[:254],
        name=clean(name)[:200],
        subject=subject,
        text=text,
        html=safe,
        message_id=next(iter(_ids(message, "Message-ID")), "")[:255],
        answers=[*_ids(message, "In-Reply-To"), *reversed(_ids(message, "References"))][:50],
        files=files,
        is_automatic=bounce or _is_automatic(message, address),
        is_bounce=bounce,
        is_spam=_header(message, "X-Spam-Flag").strip().lower() == "yes",
        told_of=_told_of(parts) if bounce else [],
    )


# Heads


def _header(message, name) -> str:
    """A header as text; one that is broken is read as the bytes it is."""
    try:
        return str(message.get(name, "") or "")
    except (ValueError, LookupError, AttributeError, TypeError, IndexError, errors.MessageError):
        raw = [value for key, value in message.raw_items() if key.lower() == name.lower()]
        return str(raw[0]) if raw else ""


def _ids(message, name):
    return IDS.findall(_header(message, name))


def _sender(message):
    """Who wrote: where a form or a machine posted it for somebody, that somebody."""
    name, address = parseaddr(_header(message, "From"))
    others = getaddresses([_header(message, "Reply-To")])
    if others and "@" in others[0][1] and NOBODY.match(address):
        name, address = others[0]
    return name, clean(address).strip()


def _is_automatic(message, address):
    """RFC 3834, and what mailers do instead of it."""
    return (
        _header(message, "Auto-Submitted").partition(";")[0].strip().lower() not in ("", "no")
        or _header(message, "Precedence").strip().lower() in BULK
        or bool(_header(message, "X-Autoreply") or _header(message, "X-Autorespond"))
        or bool(_header(message, "List-Id"))
        or _header(message, "Return-Path").strip() == "<>"
        or bool(MACHINES.match(address))
    )


def _told_of(parts):
    """The ids of the mails a bounce brings back."""
    found = []
    for part in parts:
        if part.get_content_type() in ("message/rfc822", "text/rfc822-headers"):
            found += re.findall(r"(?im)^message-id:\s*(<[^<>\s]{1,250}>)", _bytes_as_text(part))
    return found


def _bytes_as_text(part):
    return _content(part)[: 2**18].decode("utf-8", "replace")


# Bodies


def _parts(message, depth=0):
    """The leaves of a mail; a mail inside it is a leaf."""
    found = [message]
    seen = 0
    while found:
        part = found.pop(0)
        seen += 1
        if seen > MOST_PARTS:
            raise NotUnderstood(_("This mail has more parts than a person would send."))
        if part.is_multipart() and part.get_content_maintype() != "message":
            found = [*part.get_payload(), *found]
        else:
            yield part


def _is_file(part):
    is_words = part.get_content_type() in ("text/plain", "text/html")
    return bool(_file_name(part)) or part.get_content_disposition() == "attachment" or not is_words


def _body(parts):
    """The text, and the same as safe HTML where it came as HTML."""
    plain = html_text = ""
    for part in parts:
        if _is_file(part):
            continue
        if part.get_content_type() == "text/plain":
            plain += _text(part) + "\n"
        else:
            html_text += _text(part)[:LONGEST_HTML]
    text = tidy(plain) or as_text(html_text)
    return text[:LONGEST_TEXT], safe_html(html_text) if html_text else ""


def _content(part) -> bytes:
    if part.get_content_maintype() == "message":
        return b"\n".join(inner.as_bytes(policy=policy.default) for inner in part.get_payload())
    return part.get_payload(decode=True) or b""


def _text(part: EmailMessage) -> str:
    """The words of a part in whatever encoding it really is."""
    content = _content(part)
    try:
        return content.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        best = from_bytes(content[: 2**16]).best()
        return content.decode(best.encoding if best else "latin-1", "replace")


def _file_name(part):
    try:
        return part.get_filename() or ""
    except (ValueError, LookupError, AttributeError, TypeError):
        return "?"


def _file(part):
    name = clean(_file_name(part)).replace("\\", "/").rpartition("/")[2].strip(". ")
    kind = part.get_content_type()
    try:
        content = _content(part)
    except (ValueError, LookupError, AttributeError, TypeError, UnicodeError):
        content = b""
    return Part(name=name[:150] or _default_name(kind), kind=kind[:100], content=content)


def _default_name(kind):
    return {"message/rfc822": "mail.eml", "image/jpeg": "image.jpg", "image/png": "image.png"}.get(
        kind, "file"
    )


# Words


def clean(text: str) -> str:
    """One line without signs that no text should hold."""
    return NOT_TEXT.sub("", text).replace("\r", " ").replace("\n", " ").replace("\t", " ")


def tidy(text: str) -> str:
    """Lines as people write them: no controls, no heaps of empty lines."""
    text = NOT_TEXT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return EMPTY_LINES.sub("\n\n", BLANKS.sub("\n", text)).strip()


def split_quote(text: str) -> tuple[str, str]:
    """What is newly said, and the older mail under it."""
    begin = QUOTE.search(text)
    if not begin or not text[: begin.start()].strip():
        return text, ""
    return text[: begin.start()].rstrip(), text[begin.start() :].strip()


def as_text(markup: str) -> str:
    """What HTML says, without its dress."""
    broken = BREAKS.sub("\n", markup.replace("\r", "").replace("\n", " "))
    return tidy(re.sub(r"\n[ \t]+", "\n", html.unescape(nh3.clean(broken, tags=set()))))


def safe_html(markup: str) -> str:
    """HTML that can do nothing: no scripts, styles, forms or pictures that tell who looked."""
    return nh3.clean(
        NOT_TEXT.sub("", markup),
        tags=SHOWN_TAGS,
        attributes={"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="noopener noreferrer nofollow",
    )
