"""Documents set in type: drafts by NĐ 30/2020 Phụ lục I, with the places where they are signed.

Pure functions from values to PDF bytes. Text goes to Typst as data and never as markup, so
that what a person wrote stays as written; the same input gives the same bytes.
"""
