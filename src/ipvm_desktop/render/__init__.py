"""Articles and comments as HTML, Markdown and JSON. No Qt."""
