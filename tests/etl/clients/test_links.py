"""Links and dates of web pages, as a browser reads them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from etl.clients.links import read_page


def test_links_come_in_order_with_their_signs_read() -> None:
    page = read_page(
        b"<A HREF='/a b.xlsx'>x</A><table><a href=y&amp;z>y</a></table><a href>none</a>"
    )
    assert page.hrefs == ("/a b.xlsx", "y&z")


def test_what_no_browser_shows_is_no_link() -> None:
    hidden = b"""<!-- <a href='/old.xlsx'>x</a> --><script>s = "<a href='/made.xlsx'>"</script>"""
    assert read_page(hidden).hrefs == ()


def test_a_date_follows_its_label_also_over_tags() -> None:
    page = read_page(
        b"<dt>Release date: </dt><dd><b>21</b>\n August 2026</dd><p>Next: 31 June 2026"
    )
    assert page.day_after("Release date") == "2026-08-21"
    assert page.day_after("Next") == "", "there is no such day"
    assert page.day_after("Last release") == ""


@given(st.binary(max_size=200))
def test_no_bytes_are_too_odd(body: bytes) -> None:
    assert all(read_page(body + b"<a href='/x'>").hrefs)
