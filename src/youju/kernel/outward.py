"""Going out to other machines: only by TLS, only to hosts the settings name, and never to an address that is not meant.

The address is looked up once, judged, and connected to as it was judged, so that a name cannot point elsewhere in between.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from django.conf import settings

from youju.kernel.errors import BadInput

PATIENCE = 10.0
# Addresses inside which another address hides: NAT64, 6to4.
WRAPPED = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16"))
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Unreachable(Exception):  # noqa: N818  # it is an answer, not an error
    """The place could not be reached, or must not be; says why in a few words."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place outside: host, port, path with query."""

    host: str
    port: int
    path: str


def place_of(url: str) -> Place:
    """Return the place an address names. Raises BadInput unless it is https and on a host that YOUJU_HOOK_HOSTS allows."""
    try:
        said = urlsplit(url)
        host, port = (said.hostname or "").lower(), said.port or 443
    except ValueError:
        said, host, port = urlsplit(""), "", 443
    if (
        said.scheme != "https"
        or not host
        or said.username is not None
        or said.fragment
        or len(url) > 300
        or not url.isprintable()
    ):
        raise BadInput(
            "不能往这个地址送", "地址要以 https:// 开头，不带用户名、# 和控制字符，300 个字符以内", "改正地址",
            english="The address must be https, without user name, fragment and control characters.",
        )  # fmt: skip
    if not {host, f"{host}:{port}"} & set(settings.YOUJU["hook_hosts"]) or (
        port != 443 and f"{host}:{port}" not in settings.YOUJU["hook_hosts"]
    ):
        raise BadInput(
            "不能往这个地址送", f"主机 {host}:{port} 不在许可之列", "请系统工程师把它写进 YOUJU_HOOK_HOSTS 再来",
            english=f"{host}:{port} is not among YOUJU_HOOK_HOSTS.",
        )  # fmt: skip
    return Place(host, port, (said.path or "/") + (f"?{said.query}" if said.query else ""))


def may_reach(address: Address) -> bool:
    """Whether an address is out in the open, or in a network that YOUJU_HOOK_PRIVATE allows by name."""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if any(address.version == net.version and address in net for net in settings.YOUJU["hook_private"]):
        return True
    hidden = any(address.version == net.version and address in net for net in WRAPPED)
    return address.is_global and not address.is_multicast and not hidden


def address_of(place: Place) -> Address:
    """Return the address to connect to. Raises Unreachable if the name has none, or any that may not be reached."""
    try:
        found = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable("找不到主机") from None
    addresses = [ipaddress.ip_address(str(info[4][0]).partition("%")[0]) for info in found]
    if not addresses or not all(may_reach(address) for address in addresses):
        raise Unreachable("主机指向内部地址，没有许可")
    return addresses[0]


def post(url: str, body: bytes, headers: dict[str, str], *, read: int = 0) -> tuple[int, bytes]:
    """Send a body and return the status of the answer, and of the rest at most `read` bytes. Redirects are not followed.

    Raises BadInput for an address that is not allowed, Unreachable for one that cannot be reached.
    """
    place = place_of(url)
    address = address_of(place)
    there = f"[{address}]" if address.version == 6 else str(address)
    named = place.host if place.port == 443 else f"{place.host}:{place.port}"
    try:
        with (
            httpx.Client(verify=_trust(), follow_redirects=False, timeout=PATIENCE, trust_env=False) as client,
            client.stream(
                "POST", f"https://{there}:{place.port}{place.path}", content=body,
                headers={**headers, "Host": named}, extensions={"sni_hostname": place.host},
            ) as answer,
        ):  # fmt: skip
            return answer.status_code, _first(answer, read)
    except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:  # OSError: no such file as YOUJU_HOOK_CA
        raise Unreachable(type(error).__name__) from None


def _first(answer: httpx.Response, count: int) -> bytes:
    """Return the first bytes of an answer, which may go on for ever."""
    found = b""
    for some in answer.iter_bytes(1024) if count else ():
        found += some
        if len(found) >= count:
            break
    return found[:count]


def _trust() -> ssl.SSLContext:
    """Return whom we believe: the machine's authorities, and the office's own where the settings name its file."""
    context = ssl.create_default_context()
    if settings.YOUJU["hook_ca"]:
        context.load_verify_locations(settings.YOUJU["hook_ca"])
    return context
