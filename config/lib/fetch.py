"""Asking an address for its page, without being led where nobody meant to go.

Whoever types an address must not thereby make this house knock at its own doors. So: only hosts on
a list; only http and https on their own ports; the name is looked up once, every address it leads
to must be public, and the connection goes to just that address, whatever the name says a moment
later; each redirect is a new address, checked from the start; and no answer takes longer or gets
bigger than was said, however slowly it drips. docs/site-checks.md tells the rest.
"""

import re
import socket
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from http.client import HTTPException
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from queue import Empty, SimpleQueue
from threading import Event, Thread, Timer
from time import monotonic
from urllib.parse import quote, urljoin, urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

PORTS = {"http": 80, "https": 443}
WITHIN = 5.0  # seconds, from the question to the last byte
AT_MOST = 2 * 2**20  # bytes of a page
HOPS = 3
PIECE = 65_536
SENT_ON = (301, 302, 303, 307, 308)
HEADERS = {"User-Agent": "Regia/1 (site check)", "Accept": "*/*", "Accept-Encoding": "identity"}
A_HOST = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9_-]{0,61}[a-z0-9])?\.?)+")
NOT_IN_AN_ADDRESS = re.compile(r"[\x00-\x20\x7f-\xa0\\]")

# Of the addresses of version 6 only the ones given out so far are public, and of these not the
# tunnels: each of them leads to an address of version 4 that nobody would have looked at.
PUBLIC_6 = ip_network("2000::/3")
NOT_PUBLIC_6 = [
    ip_network(block) for block in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
]
NOT_PUBLIC_4 = [ip_network(block) for block in ("192.0.0.0/24", "192.88.99.0/24", "240.0.0.0/4")]


class Reason(StrEnum):
    """Why there is no answer."""

    BAD_ADDRESS = "bad_address"
    NOT_OURS = "not_ours"
    NOT_PUBLIC = "not_public"
    UNKNOWN_HOST = "unknown_host"
    NO_ANSWER = "no_answer"
    CERTIFICATE = "certificate"
    TOO_LATE = "too_late"
    REDIRECTS = "redirects"


class Unfetched(Exception):
    """The address was not asked, or did not answer. `words` are for who wants to know more."""

    def __init__(self, reason: Reason, words: str = ""):
        super().__init__(f"{reason}: {words}" if words else reason)
        self.reason, self.words = reason, words


@dataclass(frozen=True)
class Target:
    """An address taken apart, and found to be one that may be asked."""

    address: str
    scheme: str
    host: str
    port: int
    path: str


@dataclass(frozen=True)
class Page:
    """What an address answered."""

    address: str
    status: int
    body: bytes
    first_byte_ms: int
    is_cut: bool = False
    certificate_until_at: datetime | None = None


def fetch(
    address: str,
    *,
    hosts: Iterable[str],
    beside: Iterable[tuple[str, int]] = (),
    within: float = WITHIN,
    at_most: int = AT_MOST,
) -> Page:
    """The page at an address on one of these hosts, in so many seconds, or why there is none.

    `beside` are (IP address, port) pairs that may be asked although they are not public: the
    shop front on somebody's laptop. Nobody is led there who did not name it.
    """
    until, hosts, beside = monotonic() + within, frozenset(hosts), frozenset(beside)
    for _hop in range(HOPS + 1):
        target = taken_apart(address, hosts=hosts, ports={port for _ip, port in beside})
        page, sent_to = _ask(target, beside=beside, until=until, at_most=at_most)
        if sent_to is None:
            return page
        address = _onward(target, sent_to)
    raise Unfetched(Reason.REDIRECTS, address)


def _onward(target, sent_to):
    """The address one is sent on to, whatever the other side has written there."""
    try:
        return urljoin(target.address, sent_to)
    except ValueError as error:
        raise Unfetched(Reason.BAD_ADDRESS, str(error)) from None


def taken_apart(address: str, *, hosts: Iterable[str], ports: Iterable[int] = ()) -> Target:
    """The parts of an address, if it is one of a page on one of these hosts."""
    if NOT_IN_AN_ADDRESS.search(address):
        raise Unfetched(Reason.BAD_ADDRESS, "a blank, a backslash or a sign that cannot be seen")
    try:
        parts = urlsplit(address)
        port = parts.port or PORTS.get(parts.scheme)
        host = _ascii(parts.hostname or "")
    except ValueError as error:
        raise Unfetched(Reason.BAD_ADDRESS, str(error)) from None
    if parts.scheme not in PORTS or "@" in parts.netloc or not host:
        raise Unfetched(Reason.BAD_ADDRESS, "http://host/path or https://host/path")
    if host not in hosts:
        raise Unfetched(Reason.NOT_OURS, host)
    if port != PORTS[parts.scheme] and port not in ports:
        raise Unfetched(Reason.BAD_ADDRESS, f"port {port}")
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return Target(address, parts.scheme, host, port, f"{path}?{query}" if query else path)


def _ascii(host):
    """A host's name as name servers know it: small letters, without the last dot."""
    try:
        name = host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError:
        raise ValueError("no name of a host") from None
    name = name.lower().removesuffix(".")
    return name if A_HOST.fullmatch(name) else ""


def is_public(ip: IPv4Address | IPv6Address) -> bool:
    """Whether an address belongs to the open Internet, and to no network of somebody's own."""
    if ip.version == 4:
        inside = any(ip in block for block in NOT_PUBLIC_4)
        return ip.is_global and not ip.is_multicast and not inside
    return ip in PUBLIC_6 and not any(ip in block for block in NOT_PUBLIC_6)


def _ask(target, *, beside, until, at_most):
    """One hop: the page, or where one is sent on to."""
    began = monotonic()
    ips = _looked_up(target, beside=beside, until=until)
    connection = _connected(target, ips, until=until)
    certificate = _certificate_until(connection.sock)
    ended = Event()
    watch = Timer(max(until - monotonic(), 0), _hang_up, [connection.sock, ended])
    watch.daemon = True
    watch.start()
    try:
        answer = _first_byte(connection, target)
        first_byte_ms = round((monotonic() - began) * 1000)
        if answer.status in SENT_ON and answer.headers.get("Location"):
            return None, answer.headers["Location"]
        body, is_cut = _read(answer, at_most=at_most, until=until)
    except (OSError, HTTPException, HTTPError, ValueError) as error:
        reason = Reason.TOO_LATE if ended.is_set() or _is_late(error) else Reason.NO_ANSWER
        raise Unfetched(reason, str(error)) from None
    finally:
        watch.cancel()
        connection.close()
    if ended.is_set():
        raise Unfetched(Reason.TOO_LATE, "the page was not whole")
    page = Page(target.address, answer.status, body, first_byte_ms, is_cut, certificate)
    return page, None


def _looked_up(target, *, beside, until):
    """The addresses a name leads to, all of them public: one that is not spoils the name."""
    answers = SimpleQueue()
    Thread(target=_look_up, args=(target, answers), daemon=True).start()
    try:
        found = answers.get(timeout=max(until - monotonic(), 0.01))
    except Empty:
        raise Unfetched(Reason.TOO_LATE, "name server") from None
    if not found:
        raise Unfetched(Reason.UNKNOWN_HOST, target.host)
    for ip in found:
        if not is_public(ip_address(ip)) and (ip, target.port) not in beside:
            raise Unfetched(Reason.NOT_PUBLIC, f"{target.host} → {ip}")
        if is_public(ip_address(ip)) and target.port != PORTS[target.scheme]:
            raise Unfetched(Reason.BAD_ADDRESS, f"port {target.port}")
    return found


def _look_up(target, answers):
    """Asking the name servers has no time limit of its own, so somebody else waits for them."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        found = []
    answers.put(list(dict.fromkeys(row[4][0].partition("%")[0] for row in found)))


def _connected(target, ips, *, until):
    """A connection to the first of the checked addresses that takes one."""
    error = None
    for ip in ips:
        left = until - monotonic()
        if left <= 0:
            break
        try:
            return _connect(target, ip, left)
        except (OSError, HTTPError, ValueError) as caught:
            error = caught
    raise Unfetched(_why(error), str(error or "")) from None


def _connect(target, ip, left):
    if target.scheme == "http":
        connection = HTTPConnection(ip, target.port, timeout=left)
    else:
        connection = HTTPSConnection(
            ip,
            target.port,
            timeout=left,
            ssl_context=ssl.create_default_context(),
            server_hostname=target.host,
        )
    connection.connect()
    return connection


def _why(error):
    if isinstance(error, ssl.SSLCertVerificationError) or "certificate" in str(error).lower():
        return Reason.CERTIFICATE
    return Reason.TOO_LATE if error is None or _is_late(error) else Reason.NO_ANSWER


def _is_late(error):
    return isinstance(error, TimeoutError) or "timed out" in str(error)


def _certificate_until(sock):
    """When the certificate of the other side ends; None where there is none."""
    if not isinstance(sock, ssl.SSLSocket):
        return None
    seconds = ssl.cert_time_to_seconds(sock.getpeercert()["notAfter"])
    return datetime.fromtimestamp(seconds, UTC)


def _hang_up(sock, ended):
    """Ends a connection whose time is up, even in the middle of a drip."""
    ended.set()
    try:
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:
        return


def _first_byte(connection, target):
    standard = target.port == PORTS[target.scheme]
    host = target.host if standard else f"{target.host}:{target.port}"
    connection.request("GET", target.path, headers={**HEADERS, "Host": host}, preload_content=False)
    return connection.getresponse()


def _read(answer, *, at_most, until):
    """The body as it comes, up to what is allowed; whether there was more."""
    body = bytearray()
    for piece in answer.stream(PIECE, decode_content=False):
        body += piece
        if len(body) > at_most:
            return bytes(body[:at_most]), True
        if monotonic() > until:
            raise TimeoutError("timed out")
    return bytes(body), False
