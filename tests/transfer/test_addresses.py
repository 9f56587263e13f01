"""Addresses that come out are ones that HTML takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfer.addresses import scheme_of, web_address


@pytest.mark.parametrize(
    ("given_", "written"),
    [
        ("https://a.example/b?c=d#e", "https://a.example/b?c=d#e"),
        ("//a.example/b", "https://a.example/b"),
        ("https://a.example/edit##gid=0", "https://a.example/edit#gid=0"),
        ("https://a.example/##/product/x?y", "https://a.example/#/product/x?y"),
        ("https://a.example/a b?c d#e f", "https://a.example/a%20b?c%20d#e%20f"),
        ("https://a.example/100%/50%25", "https://a.example/100%25/50%25"),
        ("https://müller.example/straße", "https://müller.example/stra%C3%9Fe"),
        ("https://a.example:8443/[x]|{y}", "https://a.example:8443/%5Bx%5D%7C%7By%7D"),
        ("mailto:desk@a.example?subject=Security Incident", "mailto:desk@a.example?subject=Security%20Incident"),
        ("tel:+44 20 7946 0000", "tel:+442079460000"),
        (" https://a.example ", "https://a.example"),
        ("https://", None),
        ("https://a b.example/", None),
        ("https://a.example:port/", None),
        ("https://[::1/", None),
        ("https://a\"b@c.example/", None),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
        ("https://a.example/" + "x" * 2000, None),
    ],
)  # fmt: skip
def test_addresses_are_written_as_html_asks(given_: str, written: str | None) -> None:
    assert web_address(given_) == written


@given(
    st.builds(
        "{}{}{}".format,
        st.sampled_from(["https://", "http://", "//", "mailto:", "tel:", "javascript:", ""]),
        st.text("ab.example:8/?#%[]@ \"'<>\\\x00é", max_size=40),
        st.text(max_size=10),
    )
)
def test_what_is_written_is_stable_and_of_an_allowed_scheme(address: str) -> None:
    written = web_address(address)
    if written is not None:
        assert web_address(written) == written
        assert scheme_of(written) in {"http", "https", "mailto", "tel"}
        assert not set(written) & set(' "<>\\\x00`{}|^')
        assert written.count("#") <= 1
