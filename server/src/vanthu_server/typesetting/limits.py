"""Limits of what is set in type, each with its reason."""

PARAGRAPHS_MAX = 2_000
"""Paragraphs of a draft. The longest regulation of the samples has 250; one this long still
sets in a few seconds."""

PARAGRAPH_CHARACTERS_MAX = 20_000
"""Characters of one paragraph: six pages, past which nobody writes without a break."""

LINE_CHARACTERS_MAX = 1_000
"""Characters of a single-line field; real subjects run to 635."""

RECIPIENTS_MAX = 300
"""Recipients and addressees: a province has at most some 200 communes and 30 departments."""

BOOK_LINES_MAX = 3_000
"""Numbers of one printed register: a volume of some 300 pages, past which nothing is bound."""

BOOK_CELL_CHARACTERS_MAX = 2_000
"""Characters of one cell of a printed register: a reason has at most as many, real subjects 635."""
