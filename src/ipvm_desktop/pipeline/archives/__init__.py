"""Archives as a way in: their members are read as if they were files, and never unpacked.

EPUB and its like are archives, too, but one importer's format; the extension decides, and
``kinds`` is all of this that an import without archives needs.
"""
