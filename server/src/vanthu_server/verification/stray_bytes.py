"""Accounting for every byte after the last signed one.

A file can be lengthened by a body that no cross-reference table names, with an old startxref
repeated: readers then differ in what they show, and the difference analysis sees nothing. So
what follows the last signature must be objects, tables and trailers of a later revision, and
white space; anything else is stray.
"""

import re
from typing import Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader

_BLANK: Final = re.compile(rb"\s+|%%EOF")
_START: Final = re.compile(rb"startxref\s+(\d{1,12})")
_OBJECT: Final = re.compile(rb"(\d{1,9})\s+(\d{1,5})\s+obj\b")
_CLOSED_STREAM: Final = re.compile(rb"\s*endstream\s*endobj")
_TRAILER: Final = re.compile(rb"\s*<<[^%]{0,4000}?>>\s*(?=startxref\b)")
_OBJECT_END: Final = re.compile(rb"\s*(?:endstream\s*)?endobj")


def stray_offset(reader: PdfFileReader, data: bytes, start: int) -> int | None:
    """Return the offset of the first stray byte at or after `start`, or None."""
    known = _known_ranges(reader, data, start)
    tables = {reader.xrefs.get_startxref_for_revision(r) for r in range(reader.total_revisions)}
    position = start
    while position < len(data):
        blank = _BLANK.match(data, position)
        pointer = _START.match(data, position)
        if blank:
            position = blank.end()
        elif pointer and int(pointer[1]) in tables and int(pointer[1]) >= start:
            position = pointer.end()
        elif position in known:
            position = known[position]
        else:
            return position
    return None


def _known_ranges(reader: PdfFileReader, data: bytes, start: int) -> dict[int, int]:
    """Where objects and tables of the parsed revisions begin and end, from `start` on."""
    ranges: dict[int, int] = {}
    for revision in range(reader.total_revisions):
        for reference in reader.xrefs.explicit_refs_in_revision(revision):
            offset = reader.xrefs.get_historical_ref(reference, revision)
            if isinstance(offset, int) and offset >= start:
                end = _object_end(reader, data, revision, (reference, offset))
                if end is not None:
                    ranges[offset] = end
        table_start = reader.xrefs.get_startxref_for_revision(revision)
        if table_start >= start:
            table = reader.xrefs.get_xref_container_info(revision)
            ranges[table_start] = _table_end(data, table.end_location)
    return ranges


def _object_end(
    reader: PdfFileReader, data: bytes, revision: int, place: tuple[generic.Reference, int]
) -> int | None:
    reference, offset = place
    header = _OBJECT.match(data, offset)
    if header is None or int(header[1]) != reference.idnum:
        return None
    value = reader.get_historical_resolver(revision).get_object(reference)
    if not isinstance(value, generic.StreamObject):
        closed = data.find(b"endobj", header.end())
        return None if closed < 0 else closed + len(b"endobj")
    begin = data.find(b"stream", header.end())
    if begin < 0:
        return None
    begin += len(b"stream")
    begin += 2 if data[begin : begin + 2] == b"\r\n" else 1
    closing = _CLOSED_STREAM.match(data, begin + int(value["/Length"]))
    return closing.end() if closing else None


def _table_end(data: bytes, end: int) -> int:
    """The end of a table whose trailer dictionary begins at `end`, or of a cross-reference stream.

    pyHanko has read the table up to and with the word trailer.
    """
    dictionary = _TRAILER.match(data, end) or _OBJECT_END.match(data, end)
    return dictionary.end() if dictionary else end
