"""What every Document keeps, whatever its format: others rely on it without looking."""

from auditor.document import PARTS, Document, Span


def assert_sound(document: Document) -> None:
    """Places are sorted, apart, inside the text, and hold every character but separators; numbers count from 1."""
    at = 0
    for place in document.places:
        start, end = place.span.start, place.span.end
        assert at <= start < end <= len(document.text), f"place {place} after {at}"
        assert not document.text[at:start].strip(), f"no place holds {document.text[at:start]!r} at {at}"
        assert place.part in PARTS
        numbers = (
            place.page,
            place.paragraph,
            place.table,
            place.row,
            place.column,
            place.level,
            place.row_span,
            place.column_span,
        )
        assert all(number is None or number >= 1 for number in numbers), place
        assert (place.table is None) == (place.row is None) == (place.column is None), place
        assert place.edges is None or len(place.edges) == len(place.span) + 1
        at = end
    assert not document.text[at:].strip(), f"no place holds {document.text[at:]!r}"
    assert not document.text or document.text.endswith("\n")
    document.text.encode("utf-8")
    assert document.place(Span(0, len(document.text))).span == Span(0, len(document.text))
