from __future__ import annotations

import pytest

from bot.web.guards import PrivateAddressError, WebError, check_address, checked_url
from bot.web.resolver import PublicResolver


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
    ],
)
def test_a_private_address_is_refused_however_it_is_written(address: str) -> None:
    assert refused(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34"])
def test_a_public_address_passes(address: str) -> None:
    assert not refused(address)


def refused(address: str) -> bool:
    try:
        check_address(address, "example.com")
    except PrivateAddressError:
        return True
    return False


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.com/feed",
        "ftp://example.com/feed",
        "file:///etc/passwd",
        "http://",
        "http://[",
        "http://example.com:port/",
        "http://exa mple.com/",
        "http://example.com/\r\nHost: other",
        "http://name:secret@example.com/feed",
        "http://127.0.0.1/",
        "http://[::1]:80/",
        "https://169.254.169.254/latest/meta-data",
        "https://example.com/" + "a" * 2_000,
    ],
)
def test_what_is_no_public_web_address_is_refused(url: str) -> None:
    with pytest.raises(WebError) as refused:
        checked_url(url)
    assert "secret" not in str(refused.value)


def test_a_private_host_is_allowed_by_name_or_by_name_and_port() -> None:
    assert checked_url(" http://127.0.0.1:8080/feed ", ["127.0.0.1:8080"]) == "http://127.0.0.1:8080/feed"
    assert checked_url("http://127.0.0.1/feed", ["127.0.0.1"]) == "http://127.0.0.1/feed"
    with pytest.raises(PrivateAddressError):
        checked_url("http://127.0.0.1:8081/feed", ["127.0.0.1:8080"])


@pytest.mark.parametrize("host", ["localhost", "127.1", "0x7f000001", "2130706433"])
async def test_a_name_is_judged_by_what_it_resolves_to(host: str) -> None:
    with pytest.raises(PrivateAddressError):
        await PublicResolver().resolve(host, 80)
    assert await PublicResolver([f"{host}:80"]).resolve(host, 80)
