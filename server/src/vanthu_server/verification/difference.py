"""What may change between two revisions, more strictly than pyHanko's own default.

Housekeeping (catalogue, info, xref, DSS, metadata) counts as LTA_UPDATES at least, and an
appearance stream is never changed in place: a new appearance is a new object. That also avoids a
false alarm of pyHanko 0.38.0, which takes a DSS after a lock of all fields for a locked change.
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
    SigFieldCreationRule,
    SigFieldModificationRule,
    StandardDiffPolicy,
    XrefStreamRule,
)

_ARCHIVAL = ModificationLevel.LTA_UPDATES

STRICT_DIFFERENCE: Final = StandardDiffPolicy(
    global_rules=[
        CatalogModificationRule(),
        DocInfoRule().as_qualified(_ARCHIVAL),
        XrefStreamRule().as_qualified(_ARCHIVAL),
        ObjectStreamRule().as_qualified(_ARCHIVAL),
        DSSCompareRule().as_qualified(_ARCHIVAL),
        MetadataUpdateRule().as_qualified(_ARCHIVAL),
    ],
    form_rule=FormUpdatingRule(
        field_rules=[
            SigFieldCreationRule(),
            SigFieldModificationRule(allow_in_place_appearance_stream_changes=False),
            GenericFieldModificationRule(allow_in_place_appearance_stream_changes=False),
        ]
    ),
)
