"""Readers: one file a format. Each has SUFFIXES and `read(path) -> Document`; bundles have `expand(path)`.

`read_file` chooses by content, never by suffix (sniff lives in `_sniff.py`).
"""
