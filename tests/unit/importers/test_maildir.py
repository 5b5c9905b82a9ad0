"""Folders with a file for each mail."""

from __future__ import annotations

import datetime as dt
import os
import pickle
from pathlib import Path

import pytest

from ipvm_desktop.errors import ImportFileError
from ipvm_desktop.importers import spooling
from ipvm_desktop.importers.mail import MboxImporter, maildir
from ipvm_desktop.importers.mail.maildir import is_maildir, maildir_source, size_of_mails

MAIL = "From: Ann <ann@example.org>\nDate: Mon, 2 Mar 2020 09:15:00 +0100\nSubject: {}\n"


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")


def test_the_mails_of_a_maildir_are_one_discussion(tmp_path: Path) -> None:
    box = tmp_path / "talk"
    first = MAIL.format("Fence") + "Message-ID: <1@x>\n\nIs it up?\nFrom here I cannot see."
    second = MAIL.format("Re: Fence") + "Message-ID: <2@x>\nIn-Reply-To: <1@x>\n\nYes.\n"
    _write(box / "cur" / "1583.M1.host:2,S", second.replace("\n", "\r\n"))
    _write(box / "new" / "1582.M1.host", first)
    _write(box / "tmp" / "1584.M1.host", "half a mail")
    _write(box / "cur" / ".hidden", "x")
    os.utime(box / "new" / "1582.M1.host", (0, 2_000_000_000))
    assert is_maildir(box)
    source = maildir_source(box)
    assert (source.name, source.path) == ("talk.mbox", box)
    assert source.modified == dt.datetime.fromtimestamp(2_000_000_000, dt.UTC)
    (document,) = MboxImporter().read(source)
    assert document.title == "Fence"
    assert document.body_text == "Is it up?\nFrom here I cannot see."
    assert [comment.body_text for comment in document.comments] == ["Yes."]


def test_a_folder_of_nothing_but_mails_is_one_too(tmp_path: Path) -> None:
    _write(tmp_path / "1", MAIL.format("a") + "\none\n")
    _write(tmp_path / "2", MAIL.format("b") + "\ntwo\n")
    assert is_maildir(tmp_path)
    assert len(list(MboxImporter().read(maildir_source(tmp_path)))) == 2
    assert size_of_mails(tmp_path) == 2 * (len(MAIL.format("a")) + len("\none\n"))
    _write(tmp_path / "notes", "milk")
    assert not is_maildir(tmp_path)


def test_other_folders_are_none(tmp_path: Path) -> None:
    assert not is_maildir(tmp_path)
    assert not is_maildir(tmp_path / "missing")
    assert size_of_mails(tmp_path / "missing") == 0
    _write(tmp_path / "single" / "a.eml", MAIL.format("a") + "\none\n")
    assert not is_maildir(tmp_path / "single")
    _write(tmp_path / "currencies" / "cur" / "eur.png", "x")
    assert not is_maildir(tmp_path / "currencies")
    (tmp_path / "empty" / "cur").mkdir(parents=True)
    assert not is_maildir(tmp_path / "empty")
    (tmp_path / "empty" / "new").mkdir()
    assert is_maildir(tmp_path / "empty")


def test_a_folder_without_mails_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="the mail folder is empty"):
        maildir_source(tmp_path)
    with pytest.raises(ImportFileError, match="cannot be read"):
        maildir_source(tmp_path / "missing")


def test_mails_of_many_bytes_together_are_read_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spooling, "MAX_SOURCE_BYTES", 1000)
    for number in range(20):
        _write(tmp_path / "cur" / f"{number:02}", MAIL.format(f"Gate {number}") + "\nWhy?\n")
    source = maildir_source(tmp_path)
    assert source.is_large
    assert len(list(MboxImporter().read(source))) == 20
    # Another process reads the folder anew.
    sent = pickle.loads(pickle.dumps(source))
    with sent.open() as first, source.open() as second:
        assert first.read() == second.read()


def test_mails_of_too_many_bytes_together_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(maildir, "_MOST_BYTES", 100)
    _write(tmp_path / "1", "x" * 101)
    with pytest.raises(ImportFileError, match="larger than 0 GiB together"):
        maildir_source(tmp_path)
