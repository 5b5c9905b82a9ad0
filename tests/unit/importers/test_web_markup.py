from __future__ import annotations

import pytest
from lxml.html import HtmlElement

from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.importers.web.markup import Parsed, parse, parse_fragment
from ipvm_desktop.importers.web.page import WebPage


def read(text: str) -> Parsed:
    return parse(text, "page.html", "web-page")


def codes(parsed: Parsed) -> list[str]:
    return [issue.code for issue in parsed.issues]


def depth_of(element: HtmlElement) -> int:
    return sum(1 for _ in element.iterancestors())


def test_a_page_becomes_a_tree() -> None:
    parsed = read("<title>T</title><p>one<p>two")
    assert [p.text for p in parsed.root.iter("p")] == ["one", "two"]
    assert not parsed.issues


def test_comments_of_authors_are_no_part_of_the_tree() -> None:
    parsed = read("<p>one <!-- a --><b>two</b> three<!-- b --> four</p><!-- c --><p>five</p>")
    one, two = parsed.root.iter("p")
    assert two.getprevious() is one
    assert [each.tag for each in one] == ["b"]
    assert one.text_content() == "one two three four"


def test_elements_that_xhtml_ends_at_once_swallow_nothing() -> None:
    parsed = read(
        '<?xml version="1.0" encoding="x"?><html xmlns="http://www.w3.org/1999/xhtml">'
        '<head><title/><script src="a.js"/></head>'
        '<body><a id="a"/><p>text<br/>more</p></body></html>'
    )
    assert [each.text for each in parsed.root.iter("a", "p")] == [None, "text"]


def test_entities_of_a_document_type_are_left_alone() -> None:
    parsed = read('<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>a &x; b</p></html>')
    assert parsed.root.text_content() == "a &x; b"


def test_what_holds_no_element_is_refused() -> None:
    with pytest.raises(CorruptFileError, match="holds no element"):
        read("<!-- only a remark -->")


@pytest.mark.parametrize("levels", [1200, 6000])
def test_deep_pages_keep_all_that_stands_in_them(levels: int) -> None:
    start = "".join(f'<ul><li id="c{n}"><br/><b>{n}</b>' for n in range(levels))
    parsed = read(f"<body>{start}{'</li></ul>' * levels}<p>end</p></body></html>")
    assert codes(parsed) == ["too-deep"]
    assert parsed.is_too_deep
    keys = [(each.text, parent.get("id")) for each in parsed.root.iter("b")
            if (parent := each.getparent()) is not None]  # fmt: skip
    assert keys == [(str(n), f"c{n}") for n in range(levels)]
    end = parsed.root.findall(".//p")[-1]
    assert end.text == "end"
    assert depth_of(end) < 5


def test_deep_elements_without_names_are_brought_up_as_well() -> None:
    text = "<body>" + "<div>" * 9000 + "deep" + "</div>" * 9000 + "</i></body></html>"
    parsed = read(text)
    assert codes(parsed) == ["too-deep"]
    assert parsed.root.text_content() == "deep"


@pytest.mark.parametrize(
    "text",
    [
        "<html><body><p>The text ends <b",
        "<html><body><p>The text ends <!-- here",
        "<body><div><div><div><p>The text ends",
        "<body><p>one</p><script>let a = 1; <script>",
    ],
)
def test_a_page_that_ends_too_early_says_so(text: str) -> None:
    assert codes(read(text)) == ["truncated"]


@pytest.mark.parametrize(
    "text",
    [
        "<html><body><p>The end is left out",
        "<body><div><p>One element too much</div>",
        "<div><div><div></body></html>",
        "1 < 2",
    ],
)
def test_a_page_that_leaves_tags_out_is_whole(text: str) -> None:
    assert not read(text).issues


def test_parts_that_were_streamed_late_stand_where_they_belong() -> None:
    parsed = read(
        '<body><p>one</p><template id="B:1"></template><template id="P:4"></template>'
        '<div hidden id="S:4"><p>three</p></div>'
        '<div hidden id="S:1"><p>two</p></div><div hidden id="S:2">nowhere</div>'
        '<div hidden id="S:3"><template id="B:3"></template></div><div hidden id="menu">x</div>'
        "</body></html>"
    )
    assert [p.text for p in parsed.root.iter("p")] == ["one", "two", "three"]
    hidden = [part.get("id") for part in parsed.root.iterfind(".//div[@hidden]")]
    assert hidden == ["S:2", "S:3", "menu"]


def test_characters_given_as_numbers_are_what_browsers_show() -> None:
    found = parse_fragment(
        "<a href='&#1;x&#x7f'>9&#150;5 &#x93;a&#148; &#9731; &#129;&#x26;&#65;</a>"
    )
    assert found.text_content() == "9–5 “a” ☃ \ufffd&A"
    assert [link.get("href") for link in found.iter("a")] == ["\ufffdx\ufffd"]


def test_parts_of_pages_may_be_anything() -> None:
    assert parse_fragment("a <b>b</b> \ud800").text_content() == "a b \ufffd"
    assert parse_fragment("").text_content() == ""


def test_a_page_of_endless_tags_is_read_in_part() -> None:
    parsed = read("<p>one" + "<input>" * 450_100 + "<p>end</body></html>")
    assert codes(parsed) == ["truncated"]
    assert parsed.root.xpath("count(//input)") == 449_999


def test_a_tag_of_endless_attributes_is_read_in_part() -> None:
    parsed = read("<p>one<p " + " ".join(f"a{n}" for n in range(200_000)) + ">two</p></html>")
    assert [len(p.attrib) for p in parsed.root.iter("p")] == [0, 500]
    assert parsed.root.text_content() == "onetwo"


def test_a_flood_of_line_breaks_is_cut_down_and_told() -> None:
    parsed = read("<html><body>one" + "<br/>\n<BR>" * 100_000 + "two <br><br>three</body></html>")
    assert len(list(parsed.root.iter("br"))) == 202
    assert parsed.root.text_content().split() == ["one", "two", "three"]
    assert codes(parsed) == ["left-out"]
    parsed = read("<html><body>one " + "<p>&nbsp;</p>\n" * 100_000 + "<p>two</p></body></html>")
    assert len(list(parsed.root.iter("p"))) < 100
    assert parsed.root.text_content().split() == ["one", "two"]


def test_a_base_that_is_no_address_counts_for_nothing() -> None:
    root = read('<base href="http://[">one').root
    assert WebPage(root=root, url="https://a.example/x").absolute("y#z") == "https://a.example/y#z"
    assert WebPage(root=root).absolute("y") is None
