"""Messages in parts, whole and damaged."""

from __future__ import annotations

import pytest

from ipvm_desktop.domain.issue import IssueCode
from ipvm_desktop.importers.mail.mime import MimeMessage, read_message

MIXED = b'Content-Type: multipart/mixed; boundary="x"\n\n'


def _contents(message: MimeMessage) -> list[bytes]:
    return [part.content for part in message.top.leaves()]


@pytest.mark.parametrize(
    ("content", "contents"),
    [
        (MIXED + b"--x\n\none\n--x\n\ntwo\n--x--\nafter", [b"one", b"two"]),
        (MIXED.replace(b"\n", b"\r\n") + b"--x\r\n\r\none\r\n--x--\r\n", [b"one"]),
        (MIXED + b"above\n--x  \n\none\n\n--x--", [b"one\n"]),
        (MIXED + b"--x\n--x\n\ntwo\n--x--", [b"", b"two"]),
        (MIXED + b"--xy\n--x\n\none\n--x--", [b"one"]),
        (b"Content-Type: nonsense\n\ntext", [b"text"]),
    ],
)
def test_parts_are_split_at_their_marks(content: bytes, contents: list[bytes]) -> None:
    message = read_message(content)
    assert _contents(message) == contents
    assert message.issues == ()


def test_parts_within_parts_come_in_their_order() -> None:
    inner = b'Content-Type: multipart/alternative; boundary="y"\n\n--y\n\na\n--y\n\nb\n--y--'
    message = read_message(MIXED + b"--x\n" + inner + b"\n--x\n\nc\n--x--")
    assert _contents(message) == [b"a", b"b", b"c"]


def test_a_mail_within_a_mail_is_its_part() -> None:
    content = b"Content-Type: message/rfc822\n\nSubject: inner\n\ntext"
    (leaf,) = read_message(content).top.leaves()
    assert leaf.headers.text("subject") == "inner"
    assert leaf.content == b"text"


@pytest.mark.parametrize(
    ("content", "contents", "code", "words"),
    [
        (MIXED + b"--x\n\none\n--x\n\ntw", [b"one", b"tw"], IssueCode.TRUNCATED, "breaks off"),
        (
            MIXED.replace(b'"x"', b"part_7") + b"--part_7\n\none\n--part_7\n\ntwo\n--part_7-\n\n",
            [b"one", b"two\n"],
            IssueCode.TRUNCATED,
            "breaks off",
        ),
        (
            MIXED.replace(b'"x"', b"--_7") + b"----_7\n\none\n-- \nAnn\n----",
            [b"one\n-- \nAnn\n----"],
            IssueCode.TRUNCATED,
            "breaks off",
        ),
        (
            b"Content-Type: multipart/mixed\n\n--z\nSubject: a\n\none\n--z--\n",
            [b"one"],
            IssueCode.METADATA_UNREADABLE,
            "does not declare the mark",
        ),
        (
            MIXED + b"--z\nSubject: a\n\none\n--z--\n",
            [b"one"],
            IssueCode.METADATA_UNREADABLE,
            "does not declare the mark",
        ),
        (
            MIXED + b"\n\nContent-Type: text/html\n\n<p>one",
            [b"<p>one"],
            IssueCode.TRUNCATED,
            "marks between",
        ),
        (MIXED + b"just words", [b"just words"], IssueCode.TRUNCATED, "marks between"),
    ],
)
def test_of_damaged_parts_what_is_there_is_found(
    content: bytes, contents: list[bytes], code: IssueCode, words: str
) -> None:
    message = read_message(content)
    assert _contents(message) == contents
    (issue,) = message.issues
    assert issue.code == code
    assert words in issue.message


@pytest.mark.parametrize(
    ("encoding", "body", "content"),
    [
        (b"quoted-printable", b"caf=C3=A9 =\nau lait", "café au lait".encode()),
        (b"Base64", b"Y2Fm\nw6k=\n", "café".encode()),
        (b"base64", b"Y2F", b"ca"),
        (b"8bit", b"caf\xe9", b"caf\xe9"),
        (b"x-own", b"as it is", b"as it is"),
        (b"x-uuencode", b"begin 644 a\n#8V%F\n`\nend\n", b"caf"),
    ],
)
def test_bodies_are_unpacked(encoding: bytes, body: bytes, content: bytes) -> None:
    message = read_message(b"Content-Transfer-Encoding: " + encoding + b"\n\n" + body)
    assert message.top.content == content


def test_a_part_tells_what_it_is_called() -> None:
    head = (
        b"Content-Type: image/png; name=a.png\nContent-ID: <dot 1>\n"
        b"Content-Location: https://example.org/\n a.png\nContent-Disposition: Attachment\n\n"
    )
    part = read_message(head).top
    assert (part.media_type, part.file_name, part.content_id) == ("image/png", "a.png", "dot1")
    assert part.location == "https://example.org/a.png"
    assert part.is_attached
    nameless = read_message(b"Subject: a\n\n").top
    assert (nameless.file_name, nameless.content_id, nameless.location) == (None, None, None)
    assert read_message(b"Content-ID: bare name\n\n").top.content_id == "bare name"


def test_depth_and_number_of_parts_are_bounded() -> None:
    deep = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level)
        for level in range(2000)
    )
    message = read_message(deep + b"\ntext")
    assert {issue.code for issue in message.issues} == {IssueCode.TRUNCATED, IssueCode.TOO_DEEP}
    many = read_message(MIXED + b"--x\n\na\n" * 30_000)
    assert len(_contents(many)) == 20_000
