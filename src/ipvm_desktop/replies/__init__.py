"""Who answers whom: replies inferred from flat comments, with evidence one can check.

Pure: documents in, documents out. No SQL, no Qt, no files but the model's own weights.
"""

from __future__ import annotations

from ipvm_desktop.replies.infer import MODEL_VERSION, infer_replies

__all__ = ["MODEL_VERSION", "infer_replies"]
