"""Everything Qt. The only place that imports PySide6."""
