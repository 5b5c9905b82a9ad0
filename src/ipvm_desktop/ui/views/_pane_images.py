"""Pictures that are decoded for the reading pane, and asking for those that are not."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QColor, QImage, QTextDocument

from ipvm_desktop.domain.document import PICTURE_SCHEME
from ipvm_desktop.ui.views._pane_pictures import PanePictures, digest_of

_SHARPEN_MS = 120
# What Qt paints in a picture's room until it is there: it takes no picture for a file's name.
_NOTHING = QImage(1, 1, QImage.Format.Format_ARGB32_Premultiplied)
_NOTHING.fill(Qt.GlobalColor.transparent)


class PaneImages(QObject):
    """Keeps the decoded pictures of one article, through all documents that show it.

    Signals:
        wanted: Digest of a picture, and the width and height in pixels to decode it at.
    """

    wanted = Signal(str, int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures: PanePictures | None = None
        self._ratio = 1.0
        self._images: dict[str, QImage] = {}
        self._asked: dict[str, tuple[int, int]] = {}
        self._timer = QTimer(self, interval=_SHARPEN_MS, singleShot=True)
        self._timer.timeout.connect(self._sharpen)

    def forget(self) -> None:
        """Drop what was decoded, because another article comes."""
        self._images.clear()
        self._asked.clear()

    def show(self, pictures: PanePictures | None, ratio: float) -> None:
        """Take note of what is shown now, at which size.

        Args:
            pictures: Those of the document.
            ratio: Pixels of the screen per px.
        """
        self._pictures, self._ratio = pictures, ratio
        self._timer.start()

    def served(self, address: QUrl) -> QImage | None:
        """Return the picture of an address, or nothing visible until it is there.

        None for any other address: neither files nor the network are served.
        """
        digest = digest_of(address)
        if digest is None:
            return None
        if digest not in self._images:
            self._ask(digest)
        return self._images.get(digest, _NOTHING)

    def put(self, document: QTextDocument, digest: str, image: QImage | None, gap: str) -> None:
        """Show a picture that was wanted.

        Args:
            document: Where to.
            digest: Which picture.
            image: None when it is damaged.
            gap: Colour that stands for a damaged one.
        """
        if image is None:
            image = QImage(1, 1, QImage.Format.Format_RGB32)
            image.fill(QColor(gap))
        self._images[digest] = image
        kind = QTextDocument.ResourceType.ImageResource.value
        document.addResource(kind, QUrl(f"{PICTURE_SCHEME}:{digest}"), image)

    def _ask(self, digest: str) -> None:
        """Ask for a picture in the very pixels it is shown in: Qt would scale it badly."""
        size = self._pictures and self._pictures.shown_size(digest)
        if size:
            width, height = (max(1, round(length * self._ratio)) for length in size)
            if self._asked.get(digest) != (width, height):
                self._asked[digest] = (width, height)
                self.wanted.emit(digest, width, height)

    def _sharpen(self) -> None:
        for digest in list(self._images):
            self._ask(digest)
