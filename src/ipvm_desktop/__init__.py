"""A desktop viewer for saved articles and their readers' comments.

Files are imported into a local SQLite library and read in one Qt window. The
program never uses the network.
"""

__version__ = "0.5.0"
