"""Imports from the web, from a real server on this machine."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.articles.limits import Limits
from bot.importing.entries import ReadOptions, WebOptions
from bot.importing.importer import ImportRefusedError, Order, Report, run
from tests.importing.conftest import TODAY, Records
from tests.importing.web_site import Site, running_site

PAGE = """<html lang="en"><head><title>{title}</title><meta property="article:published_time" content="{day}"></head>
<body><article><h1>{title}</h1><p>{text} The harbour master said so on Monday, after the fog had lifted.</p>
<p>Nobody was hurt, and the ferry sails again from the old landing at eight.</p></article></body></html>"""


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as site:
        yield site


class Reader:
    def __init__(self, site: Site, target: Path) -> None:
        self.site, self.target = site, target

    def __call__(self, path: str, *, prune: bool = False, limit: int = 50, allowed: bool = True) -> Report:
        hosts = frozenset([self.site.host]) if allowed else frozenset[str]()
        web = WebOptions(limit, 0.0, hosts, self.target.parent / "validators.json")
        source = path if path.startswith("http") else self.site.url(path)
        return run(Order([source], self.target, ReadOptions(Limits(), web=web), TODAY, prune))


@pytest.fixture
def read(site: Site, target: Path) -> Reader:
    return Reader(site, target)


def page(title: str, day: str = "2020-05-03", text: str = "The bell rang.") -> str:
    return PAGE.format(title=title, day=day, text=text)


def sitemap(*addresses: str, kind: str = "url") -> str:
    inside = "".join(f"<{kind}><loc>{one}</loc></{kind}>" for one in addresses)
    root = "urlset" if kind == "url" else "sitemapindex"
    return f'<?xml version="1.0"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inside}</{root}>'


def test_a_sitemap_is_read_politely_and_again_only_what_changed(site: Site, read: Reader, records: Records) -> None:
    site.serve("/robots.txt", "User-agent: *\nDisallow: /private/\nDisallow: /*?print=", "text/plain")
    for name in ("one", "two"):
        site.serve(f"/{name}", page(f"Number {name}"))
    site.serve("/private/three", page("Secret"))
    pages = [site.url(path) for path in ("/one", "/two", "/private/three", "/one?print=1")]
    site.serve(
        "/pages.xml.gz", gzip.compress(sitemap(*pages, "http://elsewhere.example/x").encode()), "application/gzip"
    )
    site.serve("/sitemap.xml", sitemap(site.url("/pages.xml.gz"), kind="sitemap"), "application/xml")
    report = read("/sitemap.xml")
    assert report.tallies[0].left_out == {"pages that robots.txt asks not to read": 2, "addresses of other sites": 1}
    assert {(title, found["date"]) for title, found in records().items()} == {
        ("Number one", "2020-05-03"),
        ("Number two", "2020-05-03"),
    }
    assert site.asked("/private/three") == 0
    assert site.agents() == {agent for agent in site.agents() if agent.startswith("clippings/")}
    site.serve("/two", page("Number two", text="The bell broke."))
    again = read("/sitemap.xml", prune=True)
    assert (again.merge.unchanged, again.merge.changed, again.merge.removed) == (1, 1, 0)
    assert site.unchanged("/one") == 1
    assert "The bell broke." in records()["Number two"]["text"]


def test_pruning_removes_what_left_the_sitemap_but_nothing_that_only_failed(
    site: Site, read: Reader, records: Records
) -> None:
    for name in ("a", "b", "c"):
        site.serve(f"/{name}", page(f"Page {name}"))
    site.serve("/sitemap.xml", sitemap(*(site.url(f"/{name}") for name in "abc")), "text/xml")
    read("/sitemap.xml")
    site.serve("/b", "", status=500)
    report = read("/sitemap.xml", prune=True)
    assert report.not_pruned
    assert len(records()) == 3
    site.serve("/b", page("Page b"))
    site.serve("/sitemap.xml", sitemap(site.url("/a"), site.url("/b")), "text/xml")
    assert read("/sitemap.xml", prune=True).merge.removed == 1
    assert set(records()) == {"Page a", "Page b"}


def test_a_feed_gives_its_entries_and_summaries_their_pages(site: Site, read: Reader, records: Records) -> None:
    site.serve("/full", page("Short", "2021-03-04", "The long story of the fog bell, told in full."))
    items = (
        "<item><title>Whole</title><link>/whole</link><pubDate>Mon, 01 Mar 2021 08:00:00 GMT</pubDate>"
        "<content:encoded>&lt;p&gt;All of it stands here.&lt;/p&gt;</content:encoded></item>"
        "<item><title>Short</title><link>/full</link><pubDate>Thu, 04 Mar 2021 08:00:00 GMT</pubDate>"
        "<description>The long story.</description></item>"
    )
    content = "xmlns:content='http://purl.org/rss/1.0/modules/content/'"
    site.serve(
        "/feed", f"<rss version='2.0' {content}><channel><title>Gazette</title>{items}</channel></rss>", "text/xml"
    )
    read("/feed")
    found = records()
    assert found["Whole"] | {"url": ""} == {
        "id": site.url("/whole"), "title": "Whole", "date": "2021-03-01", "source": "Gazette", "url": "",
        "text": "All of it stands here.",
    }  # fmt: skip
    assert found["Short"]["date"] == "2021-03-04"
    assert "told in full" in found["Short"]["text"]
    report = read("/feed", prune=True)
    assert report.not_pruned  # older entries have left the feed, not the archive


def test_one_page_and_its_encoding_as_the_server_tells_it(site: Site, read: Reader, records: Records) -> None:
    text = page("Żółw", text="Zażółć gęślą jaźń.").encode("iso-8859-2")
    site.serve("/seite", text, "text/html", charset="iso-8859-2")
    report = read("/seite")
    assert report.articles == 1
    assert "Zażółć gęślą jaźń." in records()["Żółw"]["text"]
    assert read("/seite").merge.unchanged == 1


@pytest.mark.parametrize("path", ["/inside", "http://[::ffff:127.0.0.1]/", "http://169.254.169.254/latest", "ftp://x/"])
def test_private_addresses_are_never_asked(site: Site, read: Reader, path: str) -> None:
    with running_site() as inside:
        inside.serve("/secret", page("Secret"))
        site.redirect("/inside", inside.url("/secret"))
        with pytest.raises(ImportRefusedError, match=r"not on the public internet|not a web address"):
            read(path)
        assert not inside.asked("/secret")
    with pytest.raises(ImportRefusedError, match="not on the public internet"):
        read("/anything", allowed=False)
    assert not site.asked("/anything")


def test_a_site_that_breaks_down_is_left_alone_and_what_came_is_kept(
    site: Site, read: Reader, records: Records
) -> None:
    site.serve("/good", page("Good"))
    addresses = [site.url("/good"), *(site.url(f"/bad{number}") for number in range(20))]
    for number in range(20):
        site.serve(f"/bad{number}", "", status=500)
    site.serve("/sitemap.xml", sitemap(*addresses), "text/xml")
    (tally,) = read("/sitemap.xml").tallies
    assert "5 pages in a row" in tally.problems[-1].reason
    assert site.asked("/bad5") == 0
    assert set(records()) == {"Good"}


def test_a_site_whose_robots_cannot_be_read_is_not_read(site: Site, read: Reader) -> None:
    site.serve("/robots.txt", "", status=503)
    site.serve("/a", page("A"))
    with pytest.raises(ImportRefusedError, match="robots"):
        read("/a")
    assert not site.asked("/a")


def test_limits_and_hostile_sitemaps(site: Site, read: Reader, records: Records) -> None:
    for number in range(3):
        site.serve(f"/{number}", page(f"Page {number}"))
    site.serve("/sitemap.xml", sitemap(*(site.url(f"/{number}") for number in range(3))), "text/xml")
    (tally,) = read("/sitemap.xml", limit=2).tallies
    assert "Only the first 2" in tally.problems[-1].reason
    assert len(records()) == 2
    bomb = gzip.compress(b"<urlset>" + b" " * 60_000_000)
    hostile = {
        "entities": b'<!DOCTYPE urlset [<!ENTITY a "ha">]><urlset><url><loc>&a;</loc></url></urlset>',
        "broken": b"<urlset><url><loc>",
        "bomb": bomb,
        "circle": sitemap(site.url("/circle"), kind="sitemap").encode(),
    }
    for name, content in hostile.items():
        site.serve(f"/{name}", content, "text/xml")
        with pytest.raises(ImportRefusedError):
            read(f"/{name}")
    assert site.asked("/circle") == 2
