"""Shows a person: names as printed, affiliations over time, articles, and who may be the same."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCompleter,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ipvm_desktop.domain.moment import format_day
from ipvm_desktop.domain.name_variants import NameVariant
from ipvm_desktop.domain.people import Person, person_key
from ipvm_desktop.ui import people_words
from ipvm_desktop.ui.counted_words import counted
from ipvm_desktop.ui.plain_text import plain_tip
from ipvm_desktop.ui.widgets.roomy_rows import RoomyRows

_ARTICLE = Qt.ItemDataRole.UserRole
_MOST_SUGGESTIONS = 8


class PersonDialog(QDialog):
    """One person, as far as the library knows.

    Signals:
        merge_requested: A name as printed that is this person's as well, says the reader.
        split_requested: One of the names, which is somebody else's.
        dismiss_requested: Two names that look alike but are two people's.
        article_requested: An article's id; the reader wants to look at it.
    """

    merge_requested = Signal(str)
    split_requested = Signal(str)
    dismiss_requested = Signal(str, str)
    article_requested = Signal(int)

    def __init__(
        self,
        person: Person,
        suggestions: Sequence[NameVariant] = (),
        known_names: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.resize(560, 620)
        self.heading = _plain("")
        self.heading.setProperty("role", "title")
        self.figures = _plain("muted")
        self.facts = QWidget()
        QVBoxLayout(self.facts).setContentsMargins(0, 0, 0, 0)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setWidget(self.facts)
        self.refusal = _plain("caution")
        self.refusal.hide()
        self.field = QLineEdit()
        self.field.setPlaceholderText("Another name of this person, as printed")
        self.field.setAccessibleName("Another name of this person")
        completer = QCompleter(sorted(known_names, key=str.casefold), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setModelSorting(QCompleter.ModelSorting.CaseInsensitivelySortedModel)
        self.field.setCompleter(completer)
        self.merge_button = QPushButton("&Merge")
        self.merge_button.setAutoDefault(False)
        self.articles = _articles_list()
        self._lay_out()
        self.field.returnPressed.connect(self._merge_typed)
        self.field.textChanged.connect(self._update_button)
        self.merge_button.clicked.connect(self._merge_typed)
        self.articles.itemActivated.connect(self._leave_for)
        self.show_person(person, suggestions)

    def _lay_out(self) -> None:
        by_hand = QHBoxLayout()
        by_hand.addWidget(self.field, 1)
        by_hand.addWidget(self.merge_button)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        # Enter belongs to the field and to the articles.
        buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.heading)
        layout.addWidget(self.figures)
        layout.addWidget(self._scroll, 3)
        layout.addLayout(by_hand)
        layout.addWidget(self.refusal)
        layout.addWidget(self.articles, 2)
        layout.addWidget(buttons)

    def show_person(self, person: Person, suggestions: Sequence[NameVariant] = ()) -> None:
        """Show someone, or the same person after names were merged or split."""
        self.person = person
        self.setWindowTitle(f"About {person.name}")
        self.heading.setText(person.name)
        self.figures.setText(people_words.figures(person))
        self.refusal.hide()
        self.field.clear()
        self._update_button()
        self._show_facts(suggestions)
        self._show_articles()

    def show_refusal(self, sentence: str) -> None:
        """Say why something the reader asked for cannot be."""
        self.refusal.setText(sentence)
        self.refusal.show()

    def _show_facts(self, suggestions: Sequence[NameVariant]) -> None:
        facts = QWidget()
        column = QVBoxLayout(facts)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(4)
        if self.person.bound:
            column.addWidget(_plain("notice", people_words.BOUND))
        for variant in suggestions[:_MOST_SUGGESTIONS]:
            column.addWidget(self._suggestion(variant))
        self._add_names(column)
        if self.person.affiliations:
            column.addWidget(_plain("heading", "Affiliations as printed"))
        for affiliation in self.person.affiliations:
            column.addWidget(_plain("", people_words.affiliation_line(affiliation)))
        column.addStretch()
        self._scroll.setWidget(facts)  # deletes what stood there
        self.facts = facts

    def _add_names(self, column: QVBoxLayout) -> None:
        column.addWidget(_plain("heading", "Names as printed"))
        keys = [person_key(name) for name, _ in self.person.names]
        several = len(set(keys)) > 1
        for place, (name, comments) in enumerate(self.person.names):
            text = _plain("", f"{name}{people_words.behind(name, counted(comments, 'comment'))}")
            # Names that differ in case only cannot be told apart.
            if several and keys[place] not in keys[:place]:
                split = _button("Split Off", f"Split off {name}")
                split.clicked.connect(lambda _=False, name=name: self.split_requested.emit(name))
                column.addWidget(_row(text, split))
            else:
                column.addWidget(text)

    def _suggestion(self, variant: NameVariant) -> QFrame:
        theirs = {person_key(name) for name, _ in self.person.names}
        is_ours = person_key(variant.name) in theirs
        other = variant.other if is_ours else variant.name
        text = _plain("", f"May be the same as {other}.")
        text.setToolTip(plain_tip(variant.reason))
        merge = _button("Merge", f"Merge with {other}")
        merge.clicked.connect(lambda: self.merge_requested.emit(other))
        dismiss = _button("Not the Same", f"{other} is somebody else")
        dismiss.clicked.connect(lambda: self.dismiss_requested.emit(variant.name, variant.other))
        frame = QFrame()
        frame.setProperty("role", "notice")
        row = QHBoxLayout(frame)
        row.setContentsMargins(8, 4, 4, 4)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(text)
        words.addWidget(_plain("muted", f"{variant.reason}."))
        row.addLayout(words, 1)
        row.addWidget(merge)
        row.addWidget(dismiss)
        return frame

    def _show_articles(self) -> None:
        self.articles.clear()
        for article in self.person.articles:
            day = format_day(article.first) if article.first else ""
            row = QTreeWidgetItem([article.title, day, f"{article.comments:,}"])
            row.setData(0, _ARTICLE, article.id)
            row.setToolTip(0, plain_tip(article.title))
            row.setTextAlignment(2, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.articles.addTopLevelItem(row)
        first = self.articles.topLevelItem(0)
        if first is not None:
            self.articles.setCurrentItem(first)

    def _merge_typed(self) -> None:
        name = self.field.text().strip()
        if person_key(name) in {person_key(known) for known, _ in self.person.names}:
            beyond = f" {people_words.BOUND}" if self.person.bound else ""
            self.show_refusal(f"“{name}” is a name of this person already.{beyond}")
        elif name:
            self.merge_requested.emit(name)

    def _update_button(self) -> None:
        self.merge_button.setEnabled(bool(self.field.text().strip()))

    def _leave_for(self, row: QTreeWidgetItem) -> None:
        self.article_requested.emit(row.data(0, _ARTICLE))
        self.accept()


def _articles_list() -> QTreeWidget:
    articles = QTreeWidget()
    articles.setAccessibleName("Articles")
    articles.setHeaderLabels(["Article", "First comment", "Comments"])
    articles.setRootIsDecorated(False)
    articles.setUniformRowHeights(True)
    articles.setItemDelegate(RoomyRows(articles))
    articles.header().setStretchLastSection(False)
    articles.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    for column in (1, 2):
        mode = QHeaderView.ResizeMode.ResizeToContents
        articles.header().setSectionResizeMode(column, mode)
    return articles


def _plain(role: str, text: str = "") -> QLabel:
    """Return a label that takes no text from files for markup."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setProperty("role", role)
    if role in ("notice", "caution"):
        label.setMargin(6)
    return label


def _button(text: str, spoken: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("link", True)
    button.setAutoDefault(False)
    button.setAccessibleName(spoken)
    return button


def _row(label: QLabel, button: QPushButton) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(label, 1)
    row.addWidget(button)
    return box
