"""Dates as sources print and state them, read or left alone: never guessed."""
