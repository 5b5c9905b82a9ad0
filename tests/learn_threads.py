"""Learns the reply model anew: ``python -m tests.learn_threads DIR [DIR …]``.

Writes ``src/ipvm_desktop/replies/model.json``. Each folder holds corpora as
``tests/thread_corpora.py`` reads them. Raise ``MODEL_VERSION`` in
``ipvm_desktop/replies/infer.py`` afterwards, so that libraries are brought up to date.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from ipvm_desktop.domain.document import CommentOrder
from ipvm_desktop.replies import MODEL_VERSION
from tests.thread_corpora import Corpus, corpora, fingerprint
from tests.thread_learning import SUGGESTED_FROM, Learner, prepared

_MODEL = Path(__file__).parent.parent / "src/ipvm_desktop/replies/model.json"


def main() -> None:
    """Learn from all corpora and write the model."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folders", nargs="+", type=Path, metavar="DIR")
    folders: list[Path] = parser.parse_args().folders
    known: list[Corpus] = [corpus for folder in folders for corpus in corpora(folder)]
    orders = {}
    for order in CommentOrder:
        learned = Learner(prepared(known, order)).without()
        orders[order.value] = {
            "threshold": learned.threshold,
            "confidence": learned.confidence,
            "weights": {name: weight for name, weight in learned.weights.items() if weight},
        }
    model = {
        "version": MODEL_VERSION,
        "suggested_from": SUGGESTED_FROM,
        "orders": orders,
        "learned_from": {corpus.name: fingerprint(corpus) for corpus in known},
    }
    _MODEL.write_text(json.dumps(model, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{_MODEL.name}: learned from {', '.join(sorted(corpus.name for corpus in known))}")


if __name__ == "__main__":
    main()
