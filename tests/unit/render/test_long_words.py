"""Words of thousands of letters can be broken into lines."""

from __future__ import annotations

import html

from ipvm_desktop.render.long_words import breakable


def test_ordinary_words_stay_as_they_are() -> None:
    address = "https://example.org/" + "a" * 900
    body = f'<p><a href="https://example.org/{"b" * 3000}">{address}</a> <b>bold</b></p>'
    assert breakable(body) == body


def test_words_of_thousands_of_letters_get_places_to_break() -> None:
    body = "<p>one " + "x" * 2500 + "&amp;" * 900 + "</p>"
    broken = breakable(body)
    assert broken.replace("\u200b", "") == body
    words = html.unescape(broken.removeprefix("<p>one ").removesuffix("</p>")).split("\u200b")
    assert [len(word) for word in words] == [1000, 1000, 1000, 400]
    assert breakable(broken) == broken
