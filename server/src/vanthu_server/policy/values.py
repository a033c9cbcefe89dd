"""The closed lists of values that a policy key may take.

One enumeration a key (or a kind of key); the spelling here is the spelling of the TOML files.
A new value is added at the end and never takes another meaning: old documents remember the
policy version they were processed under (R-LAW-01).
"""

from enum import StrEnum


class Level(StrEnum):
    """Whose regulation a file holds; the nearer one wins (R-LAW-02)."""

    NATIONAL = "national"
    PROVINCE = "province"
    ORGAN = "organ"


class UnsignedScan(StrEnum):
    """What an electronic document without a valid signature is worth."""

    FORBID = "forbid"
    INFO_ONLY = "info_only"
    VALID_IF_CLERK_MAILBOX = "valid_if_clerk_mailbox"


class RequiredSignatures(StrEnum):
    """Which signatures an issued document must bear."""

    PERSON_ORGAN = "person+organ"
    PERSON_ORGAN_INITIALS = "person+organ+initials"
    ORGAN_IF_CERTIFIED = "organ_if_certified"


class SealPosition(StrEnum):
    """Where the organ's signature stands on the page."""

    P1_TOP_RIGHT = "p1_top_right"
    P1_BOTTOM_LEFT = "p1_bottom_left"
    OVERLAP_LEFT_THIRD = "overlap_left_third"
    TT01_2019 = "tt01_2019"


class SignatureLine(StrEnum):
    """A line of text beside a signature's image, in the order of the file's list."""

    LABEL = "label"
    NAME = "name"
    EMAIL = "email"
    AGENCY = "agency"
    TIME = "time"


class SeparateAttachment(StrEnum):
    """How an attachment in a file of its own is signed."""

    ORGAN_SIGNS_EACH = "organ_signs_each"
    ORGAN_SIGNS_EACH_HIDDEN = "organ_signs_each_hidden"
    COVERED_BY_MAIN = "covered_by_main"
    TT01_2019 = "tt01_2019"


class DateCheck(StrEnum):
    """What happens when the day of signing is not the day of promulgation."""

    ENFORCE = "enforce"
    WARN = "warn"
    OFF = "off"


class Timestamp(StrEnum):
    """Where a signature needs a time stamp of the certification system."""

    REQUIRED_TSA = "required_tsa"
    REQUIRED_SEPARATE_AND_COPIES = "required_separate_and_copies"
    WHERE_LAW_REQUIRES = "where_law_requires"
    OPTIONAL = "optional"


class InvalidSignature(StrEnum):
    """Who sends a document with an invalid signature back."""

    AUTO_RETURN = "auto_return"
    CLERK_RETURN = "clerk_return"
    CLERK_REFUSE = "clerk_refuse"


class Channel(StrEnum):
    """A way by which documents come in electronically."""

    AXIS = "axis"
    EMAIL = "email"
    SYSTEM = "system"


class Reminder(StrEnum):
    """When Văn thư is reminded to look for documents."""

    ON_ARRIVAL = "on_arrival"
    END_OF_MORNING = "end_of_morning"
    END_OF_AFTERNOON = "end_of_afternoon"
    SAME_DAY_ALARM = "same_day_alarm"


class Origin(StrEnum):
    """What an outgoing electronic document is made from."""

    BORN_DIGITAL = "born_digital"
    PAPER_SCAN = "paper_scan"
    BOTH = "both"


class ArchivePrint(StrEnum):
    """Whether a paper copy is made to be kept."""

    ALWAYS = "always"
    SOURCE_IS_PAPER = "source_is_paper"
    IF_SYSTEM_NOT_CONFORMING = "if_system_not_conforming"
    NO_RULE = "no_rule"


class PrintPeriod(StrEnum):
    """How often the registers are printed."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"
    ORGAN_REGULATION = "organ_regulation"


class Binding(StrEnum):
    """When the printed registers are bound."""

    EACH_PRINT = "each_print"
    YEAR_END = "year_end"


class PersonalToken(StrEnum):
    """Whether Văn thư may keep and use a leader's personal token."""

    NO = "no"
    IF_ORGAN_REGULATION_ALLOWS = "if_organ_regulation_allows"
    YES = "yes"
    NO_RULE = "no_rule"


class ScanBeforeIssue(StrEnum):
    """Whether issuing waits for the malware scan."""

    REQUIRED = "required"
    RECOMMENDED = "recommended"


class ReportPeriod(StrEnum):
    """When a report on sending and receiving is due."""

    HALF_YEAR = "half_year"
    YEAR = "year"
    ON_DEMAND = "on_demand"
    UNIT_TO_OFFICE = "unit_to_office"
    ORGAN_REGULATION = "organ_regulation"
