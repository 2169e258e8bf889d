"""Closing a month, a quarter or a year: what is missing, what is carried forward, done, undone and confirmed."""
