"""What may stand in no file of the workspace.

The patterns are put together from parts: this file is checked like all others, and must not hold
what it looks for.
"""

import re
import unicodedata

# A pull from a fixed registry or a path of one machine breaks everywhere else.
FORBIDDEN = {
    "registry host": re.compile(
        "|".join(
            (
                "py" + r"pi\.org",
                "files\\.python" + r"hosted\.org",
                "registry\\.npm" + r"js\.org",
                "registry\\.yarn" + r"pkg\.com",
            )
        )
    ),
    "path of one machine": re.compile(
        r"(?<![\w.])/(?:" + "ro" + "ot|wo" + "rk|ho" + r"me/\w+|Us" + r"ers/\w+)/"
    ),
    "file outside the project": re.compile(r"\.\./" + "sha" + "red"),
    "work left for later": re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b"),
}
# The Icelandic letter eth looks like Đ and đ on the screen and is another one.
LOOK_ALIKE = re.compile("[\u00d0\u00f0]")


def forbidden_in(text: str) -> list[str]:
    """Each forbidden thing with the number of its line."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        found += [f"line {number}: {what}" for what, rule in FORBIDDEN.items() if rule.search(line)]
    return found


def misspelt_in(text: str) -> list[str]:
    """Lines that are not NFC, or hold a look-alike of Đ."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not unicodedata.is_normalized("NFC", line):
            found.append(f"line {number}: not NFC")
        if LOOK_ALIKE.search(line):
            found.append(f"line {number}: U+00D0 or U+00F0 in place of Đ or đ")
    return found
