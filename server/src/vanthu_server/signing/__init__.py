"""The server's half of signing: fields in the draft, number and date, preparing, finishing.

Order of a document's life, each step one incremental revision of the same file:
`reserve_fields` (the draft, ONE revision) → `prepare`/`finish` for the leader →
`fill_number_and_date` → `prepare`/`finish` for the organ. The private key never comes here: the
signer agent gets the prepared file and gives back a signature (signer-agent/PROTOCOL.md).
"""
