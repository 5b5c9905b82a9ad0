"""Markdown files: front matter, title, body, and what is told about them."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from pathlib import Path

import markdown
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ipvm_desktop.domain.article import Access
from ipvm_desktop.domain.document import Document, Marks
from ipvm_desktop.domain.issue import IssueCode
from ipvm_desktop.domain.listing import ArticleKind
from ipvm_desktop.errors import CorruptFileError
from ipvm_desktop.fragment import html_to_text
from ipvm_desktop.importers.base import Confidence, Source
from ipvm_desktop.importers.markdown import MarkdownImporter
from ipvm_desktop.importers.markdown.engine import MarkdownEngine, tamed
from ipvm_desktop.sanitize import MISSING_PICTURE, sanitize

HEAD = "---\ntitle: A\nauthor: Ann Ray\ndate: 2021-03-04\n---\n"
TAG_REFUSED = (
    "could not determine a constructor for the tag "
    "'tag:yaml.org,2002:python/object:os.system', line 2"
)
HOSTILE = Path(__file__).parents[3] / "../shared/corpora/hostile"


def read_all(text: str, name: str = "notes.md") -> list[Document]:
    return list(MarkdownImporter().read(Source.from_bytes(text.encode(), name)))


def read(text: str, name: str = "notes.md") -> Document:
    (document,) = read_all(text, name)
    return document


def codes(document: Document) -> list[str]:
    return [issue.code for issue in document.issues]


def test_front_matter_fills_the_fields() -> None:
    document = read(
        "---\n"
        "title: '2020: A  Title'\n"
        "authors: [Ann Ray, {name: Bo Lane}, 7]\n"
        "date: 2021-03-04T14:20\n"
        "published_text: Published Mar 04, 2021\n"
        "url: https://www.example.org/a\n"
        "kind: discussion\naccess: special-link\nlanguage: en\n"
        "tags: gates, lenses, gates\n"
        "other: [1, 2]\n"
        "---\nBody.\n"
    )
    assert document == Document(
        title="2020: A Title",
        byline=("Ann Ray", "Bo Lane", "7"),
        kind=ArticleKind.DISCUSSION,
        published=dt.datetime(2021, 3, 4, 14, 20),
        published_text="Published Mar 04, 2021",
        url="https://www.example.org/a",
        site="example.org",
        access=Access.SPECIAL_LINK,
        language="en",
        body_html="<p>Body.</p>",
        body_text="Body.",
        replies_told=True,
        marks=Marks(tags=("gates", "lenses")),
    )


@pytest.mark.parametrize(
    ("stated", "byline"),
    [
        ("author: Ray, Ltd.", ("Ray, Ltd.",)),
        ("authors: Ann Ray, Bo Lane", ("Ann Ray", "Bo Lane")),
        ("author: Ann\nauthors: [Bo, Ann]", ("Ann", "Bo")),
        ("author: {name: Ann}", ("Ann",)),
        ("author: [[Ann], null, ~]", ()),
        ("author:", ()),
    ],
)
def test_authors_take_several_forms(stated: str, byline: tuple[str, ...]) -> None:
    document = read(f"---\ntitle: A\ndate: 2021-03-04\n{stated}\n---\nx")
    assert document.byline == byline
    assert codes(document) == ([] if byline else [IssueCode.NO_AUTHOR])


@pytest.mark.parametrize(
    ("yaml", "reason"),
    [
        ("title: [a", "expected ',' or ']', but got '<stream end>', line 2"),
        ("a: &x [1]\nb: [*x, *x]", "aliases are not followed"),
        ("just words", "it is no list of keys and values"),
        ("- a\n- b", "it is no list of keys and values"),
        ("a: " + "[" * 2000, "it is nested too deeply"),
        ("a: !!int x", "invalid literal for int() with base 10: 'x'"),
        (
            "a: !!python/object:os.system x",
            TAG_REFUSED,
        ),
    ],
)
def test_unreadable_front_matter_is_told_and_left_out(yaml: str, reason: str) -> None:
    document = read(f"---\n{yaml}\n---\n# Title\n\nBody.")
    assert (document.title, document.body_text) == ("Title", "Body.")
    assert document.issues[0].code == IssueCode.METADATA_UNREADABLE
    assert document.issues[0].message == (
        f"The front matter could not be read and was left out: {reason}"
    )


@pytest.mark.parametrize("text", ["---\n---\n# T\n\nx", "---\n# a comment\n...\n# T\n\nx"])
def test_empty_front_matter_says_nothing(text: str) -> None:
    document = read(text)
    assert (document.title, document.body_text) == ("T", "x")
    assert codes(document) == [IssueCode.NO_AUTHOR, IssueCode.NO_DATE]


@pytest.mark.parametrize("text", ["---\nNo end\n", "--- title: x\n---\n", "\n---\ntitle: x\n---\n"])
def test_a_rule_is_no_front_matter(text: str) -> None:
    document = read(text)
    assert IssueCode.NO_TITLE in codes(document)


@pytest.mark.parametrize(
    ("body", "title", "text"),
    [
        ("# One *two* &amp; `three`\n\nx", "One two & three", "x"),
        ("x\n\n# One #\n\ny\n\n# Two\n\nz", "One", "x\n\ny\n\nTwo\n\nz"),
        ("One\n===\n\nx", "One", "x"),
        ("```\n# no\n```\n\n# One\n\nx", "One", "# no\n\nx"),
        ("~~~~\n```\n# no\n~~~~ \n\n# One", "One", "```\n# no"),
        ("# \n\n\nx", "x", "x"),
        ("===\n\nx", "===", "===\n\nx"),
    ],
)
def test_the_first_heading_is_the_title(body: str, title: str, text: str) -> None:
    document = read(body)
    assert (document.title, document.body_text) == (title, text)


@pytest.mark.parametrize(
    ("heading", "text"), [("a", "x"), ("**A**", "x"), ("Another", "Another\n\nx")]
)
def test_a_heading_that_repeats_the_title_is_not_shown_twice(heading: str, text: str) -> None:
    document = read(f"{HEAD}# {heading}\n\nx")
    assert (document.title, document.body_text) == ("A", text)


def test_a_title_that_is_nowhere_is_told() -> None:
    document = read("First *line*\nof many\n\nMore.")
    assert document.title == "First line of many"
    assert codes(document) == [IssueCode.NO_TITLE, IssueCode.NO_AUTHOR, IssueCode.NO_DATE]
    long = read("word " * 100)
    assert long.title == "word " * 39 + "word…"
    assert read("<!-- -->", "My notes.md").title == "My notes"


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        ("date: yesterday", IssueCode.NO_DATE),
        ("date: 2021-03-04\nurl: example.org", IssueCode.METADATA_UNREADABLE),
        ("date: 2021-03-04\nkind: novel", IssueCode.METADATA_UNREADABLE),
        ("date: 2021-03-04\naccess: secret", IssueCode.METADATA_UNREADABLE),
    ],
)
def test_a_value_that_is_not_understood_is_told(stated: str, code: str) -> None:
    document = read(f"---\ntitle: A\nauthor: Ann\n{stated}\n---\nx")
    assert codes(document) == [code]
    assert (document.url, document.kind, document.access) == (None, ArticleKind.ARTICLE, None)
    assert document.published_text == ("yesterday" if code == IssueCode.NO_DATE else "2021-03-04")


def test_an_address_without_a_host_has_no_site() -> None:
    assert read(f"{HEAD[:-4]}url: http://[\n---\nx").site is None
    assert read(f"{HEAD[:-4]}url: http://example.org/\nsite: other\n---\nx").site == "other"


def test_markdown_is_rendered_without_attributes() -> None:
    document = read(
        f"{HEAD}## Head {{: #id .class onclick=x }}\n\na[^1] ![cat](c.png)\n\n[^1]: note\n\n"
        "|a|b|\n|-|-:|\n|1|2|\n"
    )
    assert document.headings == ("Head {: #id .class onclick=x }",)
    assert "<sup>1</sup>" in document.body_html
    assert '<td align="right">2</td>' in document.body_html
    assert MISSING_PICTURE in document.body_html
    assert (document.images, document.images_missing) == (1, 1)
    assert "id=" not in document.body_html.replace("#id", "")
    assert codes(document) == [IssueCode.IMAGES_MISSING]


def test_active_markup_is_taken_out_and_told() -> None:
    document = read(
        f"{HEAD}a <script>x</script>\n\n## Comments\n\n> **B** · undated\n>\n> <iframe>"
    )
    assert document.body_text == "a"
    assert [issue.message for issue in document.issues] == [
        "Active parts were taken out: iframe, script"
    ]


def test_several_articles_stand_in_one_file() -> None:
    marker = "<!-- ipvm-desktop: next article -->\n"
    documents = read_all(f"{HEAD}one\n{marker}\n{HEAD.replace(': A', ': B')}two\n\n{marker}no head")
    assert [(d.title, d.body_text) for d in documents] == [("A", "one"), ("B", "two\n\nno head")]
    assert [d.title for d in read_all(f"{marker}{HEAD}one")] == ["A"]


def test_a_guessed_encoding_is_told() -> None:
    source = Source.from_bytes(
        HEAD.encode() + "\n“Café”, he said – twice.".encode("cp1252"), "a.md"
    )
    (document,) = MarkdownImporter().read(source)
    assert document.body_text == "“Café”, he said – twice."
    assert codes(document) == [IssueCode.ENCODING_GUESSED]


@pytest.mark.parametrize("content", [b"\x00\x01\x02\x03" * 99, b" \n \n"])
def test_what_is_no_text_fails_in_one_sentence(content: bytes) -> None:
    with pytest.raises(CorruptFileError, match=r"^a\.md: [^\n]*\.$"):
        list(MarkdownImporter().read(Source.from_bytes(content, "a.md")))


@pytest.mark.parametrize(
    ("name", "confidence"),
    [("a.md", Confidence.LIKELY), ("A.MARKDOWN", Confidence.LIKELY), ("a.txt", Confidence.NO)],
)
def test_files_are_recognised_by_name(name: str, confidence: Confidence) -> None:
    assert MarkdownImporter().sniff(Source.from_bytes(b"# x", name)) is confidence


def test_nesting_too_deep_for_the_package_stays_as_written() -> None:
    text = "".join(f"{'    ' * depth}- point {depth}\n" for depth in range(400))
    document = read(f"{HEAD}{text}")
    assert "point 399" in document.body_text
    assert codes(document) == [IssueCode.MARKUP_REMOVED]


def test_text_too_long_for_the_package_stays_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ipvm_desktop.importers.markdown.engine._LONGEST", 9)
    engine = MarkdownEngine()
    assert engine.render("*a* < *b* c") == "<p>*a* &lt; *b* c</p>"
    assert engine.unrendered == 1


def test_the_package_works_on_after_a_failure() -> None:
    engine = MarkdownEngine()
    engine.render("".join(f"{'    ' * depth}- a\n" for depth in range(400)))
    assert engine.render("- a") == "<ul>\n<li>a</li>\n</ul>"


@pytest.mark.parametrize(
    "text",
    [
        "plain [link](https://example.org) and `code[0]` <b>x</b>",
        "```\n" + "[" * 5000 + "\n```\n",
        "~~~\n" + "(" * 5000 + "\n~~~",
        "- [a](b)\n" * 5000,
        "a] b) " * 2000,
        "```\n~~~\n[\n```\n",
    ],
)
def test_ordinary_markdown_is_left_as_it_is(text: str) -> None:
    assert tamed(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "[" * 60_000,
        "```\n" + "[" * 60_000,
        "<" * 60_000,
        "\\" * 60_000,
        "![" * 30_000,
        "*a* `b` " * 9000,
        "a\n" * 60_000,
        "* *\n" * 20_000,
        "# a\n" * 20_000,
    ],
    ids=[
        "brackets",
        "open fence",
        "tags",
        "backslashes",
        "pictures",
        "signs",
        "lines",
        "rules",
        "headings",
    ],
)
def test_text_that_would_take_the_package_ages_stays_as_written(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def converted(package: markdown.Markdown, source: str) -> str:
        pytest.fail(f"{len(source)} characters were given to the package")

    monkeypatch.setattr(markdown.Markdown, "convert", converted)
    engine = MarkdownEngine()
    assert html_to_text(engine.render(text)) == text.strip()
    assert engine.unrendered == 1


def test_long_ordinary_texts_are_rendered() -> None:
    paragraph = "Some *words*, a [link](https://example.org) and `code` in a line.\n" * 50
    engine = MarkdownEngine()
    assert engine.render(f"{paragraph}\n" * 20 + "- *a*\n" * 2000).count("<em>") == 3000
    assert engine.unrendered == 0


def test_hostile_brackets_are_escaped() -> None:
    assert tamed("[" * 1000 + "]") == r"\[" * 1000 + r"\]"
    assert tamed("a (\n\nb " + "(" * 1000) == "a (\n\nb " + r"\(" * 1000
    assert tamed("<a " * 2000) == "&lt;a " * 2000


@given(st.text())
@settings(deadline=None)
def test_any_text_is_read(text: str) -> None:
    source = Source.from_bytes(
        f"# T\n{text}\n## Comments\n> {text}".encode("utf-8", "replace"), "a.md"
    )
    with suppress(CorruptFileError):  # a few characters are enough to look binary
        (document, *_) = MarkdownImporter().read(source)
        assert document.title
        assert sanitize(document.body_html) == document.body_html


@pytest.mark.skipif(not HOSTILE.is_dir(), reason="the shared corpora are not here")
def test_hostile_pages_are_read_as_raw_html() -> None:
    for path in sorted(HOSTILE.glob("*.html")):
        document = read(path.read_text(encoding="utf-8"))
        assert sanitize(document.body_html) == document.body_html
