"""Saved web pages: the page as a tree, its article, and its comments by readers for each make."""
