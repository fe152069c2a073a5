"""Reads tender documents and finds the clauses that measures 136-147 ban."""
