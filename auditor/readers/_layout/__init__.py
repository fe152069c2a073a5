"""From glyphs and ruled lines to a Document: the geometry shared by the formats that know only where things stand (PDF, OFD).

glyphs -> tables (gaps), columns, lines -> pages -> margins -> joins, paragraphs -> compose
"""
