"""What a revision may change: for the agent, a form field filled in or signed, nothing else.

Title, metadata and validation data (DSS) may change too: they are shown nowhere.
"""

from typing import Final

from pyhanko.sign.diff_analysis import (
    CatalogModificationRule,
    DocInfoRule,
    DSSCompareRule,
    FormUpdatingRule,
    GenericFieldModificationRule,
    MetadataUpdateRule,
    ModificationLevel,
    ObjectStreamRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)

_FORM_KEYS = frozenset({"/Fields", "/SigFlags"})
"""The first signature of a file sets /SigFlags to "append only" (ISO 32000-2, 12.7.3).

/NeedAppearances and default fonts stay as they are: they change what a viewer shows.
"""

FIELDS_ONLY: Final = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(),
        DSSCompareRule().as_qualified(ModificationLevel.LTA_UPDATES),
        DocInfoRule().as_qualified(ModificationLevel.LTA_UPDATES),
        MetadataUpdateRule().as_qualified(ModificationLevel.LTA_UPDATES),
        XrefStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
        ObjectStreamRule().as_qualified(ModificationLevel.LTA_UPDATES),
    ],
    form_rule=FormUpdatingRule(
        field_rules=[
            SigFieldModificationRule(allow_in_place_appearance_stream_changes=False),
            GenericFieldModificationRule(allow_in_place_appearance_stream_changes=False),
        ],
        ignored_acroform_keys=_FORM_KEYS,
    ),
)
