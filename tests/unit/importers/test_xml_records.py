"""Big XML files are read record by record, whatever they are encoded in and however broken."""

from __future__ import annotations

import pytest

from ipvm_desktop.domain.issue import IssueCode
from ipvm_desktop.importers.base import Source
from ipvm_desktop.importers.xml.cut import MAX_RECORD_BYTES
from ipvm_desktop.importers.xml.records import XmlRecords, child_of, fields_of, name_of, text_of

OPENING = b'<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
CLOSING = b"</channel></rss>"


def read(content: bytes, *names: str) -> tuple[list[dict[str, str]], list[tuple[str, int | None]]]:
    """Return the fields of each record, and the issues' messages with their lines."""
    with XmlRecords(Source.from_bytes(content, "file.xml"), names or ("item",)) as records:
        found = [fields_of(element) for _, element in records]
        assert records.count == len(found)
        return found, [(issue.message, issue.line) for issue in records.issues()]


def test_names_have_their_usual_prefixes() -> None:
    assert name_of("title") == "title"
    assert name_of("{http://wordpress.org/export/1.0/}status") == "wp:status"
    assert name_of("{https://wordpress.org/export/1.2/}status") == "wp:status"
    assert name_of("{http://elsewhere.example/}status") == "?:status"


def test_text_and_children_of_an_element() -> None:
    content = OPENING + b"<item><a>1<b>2</b>3</a><a>4</a></item>" + CLOSING
    with XmlRecords(Source.from_bytes(content, "file.xml"), ("item",)) as records:
        ((name, element),) = records
    assert name == "item"
    assert text_of(child_of(element, "a")) == "123"
    assert text_of(child_of(element, "c")) == ""
    assert fields_of(element) == {"a": "123"}


def test_records_are_found_wherever_the_file_is_read_in_parts() -> None:
    # Records of growing length put every sort of mark on the borders of the parts read.
    bodies = [
        f"<title>{number}</title><!-- </item> --><p><![CDATA[</item><item>{'x' * number}]]></p>\n"
        for number in range(2000)
    ]
    content = b"".join(f'<item a="{body[:0]}">{body}</item >'.encode() for body in bodies)
    assert len(content) > 2_000_000
    found, issues = read(OPENING + content + CLOSING)
    assert [fields["title"] for fields in found] == [str(number) for number in range(2000)]
    assert [len(fields["p"]) for fields in found] == [13 + number for number in range(2000)]
    assert issues == []


def test_long_passages_between_records_are_passed_over() -> None:
    filler = b"<!--" + b"<item>" * 300_000 + b"-->" + b"<a/>" * 200_000
    found, issues = read(
        OPENING + filler + b"<item><t>1</t></item>" + filler + b"<item/>" + CLOSING
    )
    assert found == [{"t": "1"}, {}]
    assert issues == []


def test_a_file_may_hold_two_exports() -> None:
    one = b'<?xml version="1.0"?>' + OPENING + b"<item><wp:a>1</wp:a></item>" + CLOSING
    found, issues = read(one + b"\n" + one)
    assert found == [{"wp:a": "1"}, {"wp:a": "1"}]
    assert issues == []


def test_no_record_and_no_xml() -> None:
    assert read(OPENING + CLOSING) == ([], [])
    assert read(b"plain text") == ([], [("The file ends in the middle, in line 1", 1)])


def test_a_cut_file_gives_what_stands_before_the_cut() -> None:
    whole = OPENING + b"\n<item><t>1</t></item>\n<item><t>2</t><u><![CDATA[cut off]]></u></item>"
    for end in range(len(OPENING) + 1, len(whole)):
        found, issues = read(whole[:end])
        assert issues[-1][0].startswith("The file ends in the middle, in line ")
        if b"</item>" in whole[:end]:
            assert found[0] == {"t": "1"}
        if whole[:end].endswith(b"cut"):
            assert found[1] == {"t": "2", "u": "cut"}
            assert issues == [("The file ends in the middle, in line 3", 3)]


def test_damage_spoils_one_record_only() -> None:
    content = (
        OPENING + b"\n<item><t>1</t></item>\n<item><t>A & B &copy; &nosuch; &LT;</t>"
        b"<u a=1 b=two>1 < 2 ]]> x</u></item>\n<item><t>3</t></x></item><item><t>4</t>" + CLOSING
    )
    found, issues = read(content)
    assert [fields["t"] for fields in found] == ["1", "A & B © &nosuch; <", "3", "4"]
    assert found[1]["u"] == "1 < 2 ]]> x"
    first, count, end = issues
    assert first[1] == 3
    assert first[0].startswith("The item that starts in line 3 is no well-formed XML (")
    assert "line 1" not in first[0]
    assert count == ("2 parts of the file are no well-formed XML and were repaired", None)
    assert end[0].startswith("The file ends")


def test_a_start_tag_that_never_ends_is_no_record() -> None:
    found, issues = read(OPENING + b"<item><t>1</t></item><item ")
    assert found == [{"t": "1"}]
    assert issues == [("The file ends in the middle, in line 1", 1)]


def test_references_to_what_is_no_character_are_replaced() -> None:
    content = OPENING + b"<item><t>a&#0;b&#xD800;c&#x41;&#10;d&#1114112;</t></item>" + CLOSING
    assert read(content) == ([{"t": "a\ufffdb\ufffdcA\nd\ufffd"}], [])


def test_references_in_a_name_space_are_replaced() -> None:
    content = (
        b"<rss xmlns:a='x&#xD800;' xmlns:b='x&#xD800'><c>&#xDFFF</c><item a:t='1'><a:t>2</a:t>"
    )
    found, _ = read(content + b"</item></rss>")
    assert list(found[0].values()) == ["2"]


TEN_OF_TEN = (
    b'<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY x "&c;&c;&c;&c;&c;&c;&c;&c;&c;">]>'
)


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        (TEN_OF_TEN, ["a"]),
        (b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>', ["x"]),
        (b'<!DOCTYPE rss [<!ENTITY x "<b>y</b>">] >', ["x"]),
        (b'<!DOCTYPE rss [<!ENTITY % p SYSTEM "http://127.0.0.1/x.dtd"> %p;]>', []),
        (b'<!DOCTYPE rss [<!ENTITY nbsp "&#160;">]>', []),
    ],
)
def test_entities_are_never_followed(declared: bytes, told: list[str]) -> None:
    content = declared + OPENING + b'<item q="&x;"><t>&x;</t></item>' + CLOSING
    found, issues = read(content)
    assert found == [{"t": "&x;"}]
    declares = "The file declares entities of its own, such as “{}”; none is expanded"
    assert [message for message, _ in issues[:-1]] == [declares.format(name) for name in told]
    assert "is no well-formed XML" in issues[-1][0]


def test_what_is_too_large_is_left_out() -> None:
    large = b"<item><t>" + b"x" * (MAX_RECORD_BYTES + 1) + b"</t></item>"
    found, issues = read(OPENING + b"\n" + large + b"<item><t>2</t></item>" + CLOSING)
    assert found == [{"t": "2"}]
    assert issues == [("What starts in line 2 is larger than 32 MiB and was left out", 2)]


def test_unclosed_character_data_is_bounded() -> None:
    large = b"<item><t><![CDATA[" + b"x" * (MAX_RECORD_BYTES + 1)
    found, issues = read(OPENING + large)
    assert found == []
    assert issues[0] == ("What starts in line 1 is larger than 32 MiB and was left out", 1)


def test_too_many_tags_are_left_out() -> None:
    found, issues = read(OPENING + b"<item>" + b"<a/>" * 3_000_000 + b"</item><item/>" + CLOSING)
    assert found == [{}]
    assert issues == [("What starts in line 1 has over 3,000,000 tags; left out", 1)]


def test_deep_nesting_is_cut_off() -> None:
    found, issues = read(OPENING + b"<item>" + b"<a>" * 100_000 + b"</item>" + CLOSING)
    assert len(found) == 1
    assert "Excessive depth" in issues[0][0]


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32", "utf-32"),
        ("iso-8859-15", "ISO-8859-15"),
        ("koi8-r", "KOI8-R"),
    ],
)
def test_encodings_are_those_of_the_file(encoding: str, declared: str) -> None:
    word = "Привет" if encoding == "koi8-r" else "Tür, 5 €" if "8859" in encoding else "Tür Привет"
    text = f'<?xml version="1.0" encoding="{declared}"?><rss><item><t>{word}</t></item></rss>'
    assert read(text.encode(encoding)) == ([{"t": word}], [])


@pytest.mark.parametrize(
    ("content", "word", "message"),
    [
        ("Tür".encode(), "Tür", "The file calls itself ISO-8859-1, but is utf-8"),
        (b"T\xfcr", "Tür", None),
    ],
)
def test_a_declaration_that_is_wrong_is_told(content: bytes, word: str, message: str) -> None:
    text = b'<?xml version="1.0" encoding="ISO-8859-1"?><rss><item><t>' + content
    found, issues = read(text + b"</t></item></rss>")
    assert found == [{"t": word}]
    assert issues == ([(message, None)] if message else [])


@pytest.mark.parametrize("name", ["no-such-code", "base64", "idna", "utf-7-imap"])
def test_an_unknown_encoding_is_read_as_utf_8(name: str) -> None:
    text = f'<?xml version="1.0" encoding="{name}"?><rss><item><t>Tür</t></item></rss>'
    found, issues = read(text.encode())
    assert found == [{"t": "Tür"}]
    assert issues == [(f"The file calls itself {name}, but is utf-8", None)]


@pytest.mark.parametrize("name", ["idna", "punycode", "undefined", "unicode_escape"])
def test_codecs_that_are_no_charsets_are_not_believed(name: str) -> None:
    text = f'<?xml version="1.0" encoding="{name}"?><rss><item><t>T'.encode() + b"\xfcr"
    found, issues = read(text + b"</t></item></rss>")
    assert found == [{"t": "Tür"}]
    assert issues[0] == (f"The file calls itself {name}, but is utf-8", None)


def test_stray_bytes_in_utf_8_are_read_as_windows_1252() -> None:
    found, issues = read(b"<rss><item><t>T\xc3\xbcr T\xfcr \x93\x81\x94</t></item></rss>")
    assert found == [{"t": "Tür Tür “\ufffd”"}]
    assert issues == [("Bytes that are no UTF-8 were read as windows-1252", None)]


def test_characters_that_xml_forbids_are_replaced() -> None:
    content = "<rss><item><t><![CDATA[a\x08b\uffff]]></t></item></rss>".encode()
    found, issues = read(content)
    assert found == [{"t": "a\ufffdb\ufffd"}]
    assert issues == [("2 characters are damaged and shown as \ufffd", None)]


def test_what_another_encoding_does_not_explain_is_counted() -> None:
    head = b'<?xml version="1.0" encoding="shift_jis"?><rss><item><t>'
    found, issues = read(head + "扉".encode("shift_jis") + b"\xff</t></item></rss>")
    assert found == [{"t": "扉\ufffd"}]
    assert issues == [("1 character is damaged and shown as \ufffd", None)]


def test_issues_have_codes() -> None:
    content = OPENING + b"<item><t>a & b</t></item>\x01"
    with XmlRecords(Source.from_bytes(content, "file.xml"), ("item",)) as records:
        assert len(list(records)) == 1
        codes = [issue.code for issue in records.issues()]
    assert codes == [IssueCode.CHARACTERS_LOST, IssueCode.DAMAGED, IssueCode.TRUNCATED]
