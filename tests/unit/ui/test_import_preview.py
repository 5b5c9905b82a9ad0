"""The preview: what is shown of a source, another importer, and importing it."""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFormLayout, QLabel
from pytestqt.qtbot import QtBot

from ipvm_desktop.domain.comment import Reply, ReplyKind
from ipvm_desktop.domain.document import Document, ParsedComment, Picture
from ipvm_desktop.domain.issue import ImportIssue
from ipvm_desktop.library import Library
from ipvm_desktop.pipeline.preview import Candidate, Preview
from ipvm_desktop.ui import file_dialogs, preview_text
from ipvm_desktop.ui.dialogs.import_preview import ImportPreviewDialog
from ipvm_desktop.ui.program import Program

GATE = Document(
    title="Gate <Cameras>",
    byline=("Ann Ray", "Bo Lane"),
    published=dt.date(2021, 3, 4),
    url="https://example.org/gates",
    body_html="<p>Seven readers.</p>",
    body_text="Seven readers.",
    images=2,
    images_missing=1,
    declared_comments=4,
    replies_told=True,
    issues=(ImportIssue("images-missing", "1 picture was not saved", 8),),
    comments=(
        ParsedComment(id=1, author="Cy Dee", posted_text="last week", body_html="<p>One.</p>"),
        ParsedComment(id=2, parent=1, reply=Reply(ReplyKind.EXPLICIT), body_html="<p>Two.</p>"),
        ParsedComment(id=3, parent=9, author="Do", affiliation="IPVM", posted=dt.date(2021, 3, 5)),
    ),
)
CANDIDATES = (
    Candidate("ipvm-text", "IPVM text copy", "it has the shape of this format", is_likely=True),
    Candidate("plain-text", "Plain text", "nothing speaks for it", is_likely=False),
)
LABEL, FIELD = QFormLayout.ItemRole.LabelRole, QFormLayout.ItemRole.FieldRole
FOUND = Preview("gates.txt", CANDIDATES, "ipvm-text", (GATE,))


@pytest.fixture
def dialog(qtbot: QtBot) -> ImportPreviewDialog:
    dialog = ImportPreviewDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def facts(dialog: ImportPreviewDialog) -> dict[str, str]:
    form = dialog.facts
    found = {}
    for row in range(form.rowCount()):
        named, told = (form.itemAt(row, role) for role in (LABEL, FIELD))
        assert named is not None
        assert told is not None
        name, value = named.widget(), told.widget()
        assert isinstance(name, QLabel)
        assert isinstance(value, QLabel)
        found[name.text()] = value.text()
    return found


def test_nothing_is_named_before_it_is_read(dialog: ImportPreviewDialog) -> None:
    dialog.show_waiting("gates.txt")
    assert dialog.why.text() == "Reading…"
    assert dialog.articles.isHidden()
    assert dialog.remarks_title.isHidden()


def test_what_was_found_and_why_is_shown(dialog: ImportPreviewDialog) -> None:
    dialog.show_preview(FOUND)
    assert dialog.name.text() == "gates.txt"
    assert dialog.importers.currentText() == "IPVM text copy"
    why = "Read as IPVM text copy, because it has the shape of this format."
    assert dialog.why.text() == why
    assert facts(dialog) == {
        "Title:": "Gate <Cameras>",
        "By:": "Ann Ray, Bo Lane",
        "Published:": "Mar 4, 2021",
        "Address:": "https://example.org/gates",
        "Text:": "2 words, 2 pictures, 1 of them missing",
        "Comments:": "3 of 4 announced, 2 replies (told by the source)",
    }
    assert dialog.remarks.text() == "• 1 picture was not saved (line 8)"
    shown = dialog.page.toPlainText()
    assert "Gate <Cameras>" in shown
    assert "Cy Dee · last week" in shown
    assert "Do · IPVM · Mar 5, 2021" in shown
    assert "A comment that is not in the file" in shown
    assert not dialog.articles.isVisible()
    assert dialog.import_button.isEnabled()


def test_a_bare_article_says_what_is_unknown() -> None:
    plain = Document(title="Notes", published_text="last spring")
    assert dict(preview_text.facts(plain)) == {
        "Title": "Notes",
        "By": "nobody named",
        "Published": "last spring",
        "Address": "unknown",
        "Text": "0 words",
        "Comments": "0",
    }
    assert dict(preview_text.facts(replace(plain, published_text=None)))["Published"] == "unknown"
    inferred = replace(GATE, replies_told=False, declared_comments=3)
    assert dict(preview_text.facts(inferred))["Comments"] == "3, 2 replies (some of them inferred)"
    guess = Reply(ReplyKind.INFERRED, 0.9)
    one = replace(
        inferred, comments=(ParsedComment(id=1), ParsedComment(id=2, parent=1, reply=guess))
    )
    assert dict(preview_text.facts(one))["Comments"] == "2 of 3 announced, 1 reply (inferred)"


def test_long_articles_are_cut() -> None:
    words = "word " * 50_000
    comments = tuple(ParsedComment(id=i, body_html=f"<p>Number {i}.</p>") for i in range(1, 301))
    long = Document(title="Long", body_html=f"<p>{words}</p>", body_text=words, comments=comments)
    page = preview_text.page(long, long.comments)
    assert "… and 100 more" in page
    assert "Number 201." not in page
    assert len(page) < 240_000


def test_each_article_of_a_file_can_be_looked_at(dialog: ImportPreviewDialog) -> None:
    other = replace(GATE, title="Locks", issues=())
    dialog.show_preview(replace(FOUND, documents=(GATE, other), is_cut=True))
    assert dialog.articles.isVisible()
    assert dialog.why.text().endswith("The first 2 articles are shown.")
    dialog.articles.setCurrentRow(1)
    assert facts(dialog)["Title:"] == "Locks"
    assert dialog.remarks.text() == ""
    assert not dialog.remarks_title.isVisible()


def test_another_importer_is_asked_for(dialog: ImportPreviewDialog, qtbot: QtBot) -> None:
    dialog.show_preview(FOUND)
    assert dialog.importers.itemText(1) == "Plain text (unlikely)"
    with qtbot.waitSignal(dialog.importer_chosen) as chosen:
        dialog.importers.setCurrentIndex(1)
        dialog.importers.activated.emit(1)
    assert chosen.args == ["plain-text"]
    assert not dialog.import_button.isEnabled()
    dialog.show_preview(replace(FOUND, importer="plain-text"))
    assert dialog.why.text() == ("Read as Plain text, because you chose it; nothing speaks for it.")
    with qtbot.assertNotEmitted(dialog.importer_chosen):
        dialog.importers.activated.emit(1)


def test_what_cannot_be_read_says_why(dialog: ImportPreviewDialog) -> None:
    dialog.show_preview(Preview("a.bin", CANDIDATES, None, error="a.bin: it is no format."))
    assert dialog.trouble.text() == "a.bin: it is no format."
    assert dialog.trouble.isVisible()
    assert not dialog.why.isVisible()
    assert not dialog.import_button.isEnabled()
    assert facts(dialog) == {}
    assert "choose it above" in dialog.page.toPlainText()
    dialog.show_preview(replace(FOUND, error="gates.txt: the rest is missing."))
    assert dialog.why.text() == "Read as IPVM text copy, because it has the shape of this format."
    assert dialog.trouble.text() == "gates.txt: the rest is missing."
    assert dialog.import_button.isEnabled()
    dialog.show_preview(FOUND)
    assert not dialog.trouble.isVisible()


def test_long_names_and_many_remarks_do_not_make_it_larger(dialog: ImportPreviewDialog) -> None:
    issues = tuple(ImportIssue("images-missing", f"Picture {n} was not saved") for n in range(300))
    names = tuple(f"Ann Ray the {n}th of the Editorial Board" for n in range(200))
    nasty = replace(GATE, title="Gate" * 500, byline=names, issues=issues)
    dialog.show_preview(Preview("gates " * 100, CANDIDATES, "ipvm-text", (nasty,)))
    assert dialog.minimumSizeHint().width() <= 900
    assert dialog.minimumSizeHint().height() <= 600
    assert (dialog.width(), dialog.height()) == (980, 640)
    assert dialog.name.toolTip().startswith("gates gates")


def test_only_the_documents_own_pictures_are_shown(dialog: ImportPreviewDialog) -> None:
    image = QImage(900, 100, QImage.Format.Format_RGB32)
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    picture = Picture.of(bytes(content.data()), "image/png")
    body = f'<p><img src="{picture.address}" alt="Gate"></p>'
    dialog.show_preview(
        replace(FOUND, documents=(replace(GATE, body_html=body, pictures=(picture,)),))
    )
    shown = dialog.page.loadResource(2, QUrl(picture.address))
    assert isinstance(shown, QImage)
    assert shown.width() == 480
    assert dialog.page.loadResource(2, QUrl("file:///etc/hostname")) is None


def test_a_damaged_picture_is_not_shown(dialog: ImportPreviewDialog) -> None:
    picture = Picture.of(b"no picture", "image/png")
    dialog.show_preview(replace(FOUND, documents=(replace(GATE, pictures=(picture,)),)))
    assert dialog.page.loadResource(2, QUrl(picture.address)) is None


def test_the_formats_name_is_shown_whole(dialog: ImportPreviewDialog) -> None:
    dialog.show()
    dialog.show_preview(FOUND)
    needed = dialog.importers.fontMetrics().horizontalAdvance(dialog.importers.currentText())
    assert dialog.importers.sizeHint().width() > needed


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    program = Program(qapp, Library.open(tmp_path / "library.sqlite"))
    qtbot.addWidget(program.window)
    program.window.show()
    yield program
    program.window.close()
    program.deleteLater()


def ready(program: Program, qtbot: QtBot) -> ImportPreviewDialog:
    qtbot.waitUntil(lambda: program.previews.dialog is not None and not program.runner.busy)
    assert program.previews.dialog is not None
    return program.previews.dialog


TEXT = "Gate Notes\n\nThe gate was open all night.\n"


def test_a_pasted_article_is_previewed_and_kept(program: Program, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText(TEXT)
    program.window.commands["paste_article"].trigger()
    dialog = ready(program, qtbot)
    assert dialog.name.text().startswith("Clipboard 20")
    assert facts(dialog)["Title:"] == "Gate Notes"
    assert dialog.why.text() == (
        "Read as Plain text, because it is text, and nothing speaks for another format."
    )
    dialog.import_button.click()
    qtbot.waitUntil(lambda: program.reading.article is not None)
    assert program.reading.article is not None
    assert program.reading.article.title == "Gate Notes"
    assert program.reading.article.source.importer == "plain-text"
    assert program.previews.dialog is None


def test_text_stands_in_for_html_that_nobody_reads(program: Program, qtbot: QtBot) -> None:
    mime = QMimeData()
    mime.setHtml(" <br> ")
    mime.setText(TEXT)
    QGuiApplication.clipboard().setMimeData(mime)
    program.previews.paste()
    assert facts(ready(program, qtbot))["Title:"] == "Gate Notes"


def test_an_empty_clipboard_is_said_so(program: Program, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().clear()
    program.previews.paste()
    assert program.previews.dialog is None
    assert program.window.statusBar().currentMessage() == "The clipboard holds no text"


def test_an_address_alone_is_no_article(program: Program, qtbot: QtBot) -> None:
    mime = QMimeData()
    mime.setText(" https://example.org/gates?a=b\n")
    mime.setHtml('<a href="https://example.org/gates?a=b">The gates</a>')
    QGuiApplication.clipboard().setMimeData(mime)
    program.previews.paste()
    assert program.previews.dialog is None
    assert program.window.statusBar().currentMessage() == (
        "The clipboard holds only an address, and nothing is fetched: copy the page itself"
    )


def test_a_copied_file_is_previewed(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "gate.txt"
    path.write_text(TEXT, encoding="utf-8")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    mime.setText(str(path))
    QGuiApplication.clipboard().setMimeData(mime)
    program.previews.paste()
    dialog = ready(program, qtbot)
    assert dialog.name.text() == "gate.txt"
    assert facts(dialog)["Title:"] == "Gate Notes"
    dialog.reject()
    for urls in ([tmp_path], [path, path]):
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(one)) for one in urls])
        QGuiApplication.clipboard().setMimeData(mime)
        program.previews.paste()
        assert program.previews.dialog is None
        assert program.window.statusBar().currentMessage() == (
            "The clipboard holds several files or a folder: File → Import takes them"
        )


def test_a_file_is_previewed_with_another_importer(
    program: Program, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "notes.md"
    path.write_text("# Gate Notes\n\n* open\n", "utf-8")
    monkeypatch.setattr(file_dialogs, "open_file", lambda *_: str(path))
    program.window.commands["preview_file"].trigger()
    dialog = ready(program, qtbot)
    assert facts(dialog)["Title:"] == "Gate Notes"
    index = dialog.importers.findData("plain-text")
    dialog.importers.setCurrentIndex(index)
    dialog.importers.activated.emit(index)
    qtbot.waitUntil(lambda: facts(dialog)["Title:"] == "# Gate Notes")
    dialog.import_button.click()
    qtbot.waitUntil(lambda: program.reading.article is not None)
    assert program.reading.article is not None
    assert program.reading.article.source.importer == "plain-text"


def test_an_archive_is_previewed_file_by_file(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "notes.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("gates/gate.txt", TEXT)
        archive.writestr("lamp.md", "# Lamp Notes\n\nThe lamp was out.\n")
    program.previews.preview_file(path)
    dialog = ready(program, qtbot)
    assert dialog.why.text() == "An archive with 2 files to import, each read as what it is."
    assert not dialog.importers.isVisible()
    assert [dialog.articles.item(row).text() for row in (0, 1)] == ["Gate Notes", "Lamp Notes"]
    assert facts(dialog)["File:"] == "gate.txt, read as Plain text"
    dialog.articles.setCurrentRow(1)
    assert facts(dialog)["File:"] == "lamp.md, read as Markdown"
    dialog.import_button.click()
    qtbot.waitUntil(lambda: program.articles.model.rowCount() == 2)


def test_an_archive_without_articles_says_so(
    program: Program, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "empty.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("gate.jpg", "no picture")
    program.previews.preview_file(path)
    dialog = ready(program, qtbot)
    assert dialog.trouble.text() == f"{path}: the archive holds no file that can be imported."
    assert dialog.page.toPlainText() == "No article was found in this archive."
    assert not dialog.import_button.isEnabled()


def test_nothing_is_previewed_where_nothing_was_chosen(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_dialogs, "open_file", lambda *_: "")
    program.window.commands["preview_file"].trigger()
    assert program.previews.dialog is None


def test_a_file_that_is_gone_is_said_so(program: Program, qtbot: QtBot, tmp_path: Path) -> None:
    program.previews.preview_file(tmp_path / "gone.txt")
    qtbot.waitUntil(lambda: program.previews.dialog is None)
    message = program.window.statusBar().currentMessage()
    assert message == f"{tmp_path / 'gone.txt'}: the file does not exist."


def test_a_second_preview_takes_the_place_of_the_first(program: Program, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText(TEXT)
    program.previews.paste()
    first = ready(program, qtbot)
    program.previews.paste()
    second = ready(program, qtbot)
    assert second is not first
    assert second.isVisible()
    second.reject()
    assert program.previews.dialog is None
