"""Where a request came from, as far as it can be known: what a caller only says of themselves is not believed."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest

FROM_A_PROXY = (
    "HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PORT",
    "HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_SERVER", "HTTP_X_FORWARDED", "HTTP_FORWARDED_FOR", "HTTP_X_REAL_IP",
    "HTTP_X_CLIENT_IP", "HTTP_X_CLUSTER_CLIENT_IP", "HTTP_X_ORIGINAL_HOST", "HTTP_X_ORIGINAL_FORWARDED_FOR",
    "HTTP_CLIENT_IP", "HTTP_TRUE_CLIENT_IP", "HTTP_CF_CONNECTING_IP", "HTTP_CF_RAY", "HTTP_FASTLY_CLIENT_IP",
    "HTTP_FLY_CLIENT_IP", "HTTP_X_AZURE_CLIENTIP", "HTTP_X_ENVOY_EXTERNAL_ADDRESS", "HTTP_X_APPENGINE_USER_IP",
    "HTTP_CDN_LOOP", "HTTP_X_TUNNEL_ID",
)  # fmt: skip
"""Headers that proxies and tunnels add, and browsers do not: one of them is enough to tell that something lies between."""


UNTOLD = "a proxy on this machine"
"""Whoever comes by a proxy that was not made known (TRIGPOINT_HTTPS): all of them together, for none can be told apart."""


def through_a_proxy(request: HttpRequest) -> bool:
    """Whether anything says that the request was passed on by another."""
    return settings.HTTPS or any(name in request.META for name in FROM_A_PROXY)


def on_this_machine(request: HttpRequest) -> bool:
    """Whether the request was made on the machine itself, by no way round."""
    address = _address(request.META.get("REMOTE_ADDR", ""))
    return address is not None and address.is_loopback and not through_a_proxy(request)


def network_of(request: HttpRequest) -> str | None:
    """The network from which somebody calls, to count what comes from it; None where it cannot be told.

    Of the newer addresses the first half, which is what one household or office has. Behind the proxy of a server
    (TRIGPOINT_HTTPS) it is what that proxy added last, for what stands before it may be the caller's own words.
    """
    told = request.META.get("REMOTE_ADDR", "")
    if settings.HTTPS:
        told = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    elif not on_this_machine(request) and (found := _address(told)) is not None and found.is_loopback:
        return UNTOLD
    address = _address(told)
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address) if address is not None else None


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
