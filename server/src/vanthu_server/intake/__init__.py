"""What comes in is looked at before it is kept: secrecy, kind of file, PDF, fields.

Each check returns findings with a stable code, a Vietnamese text and the next step.
"""
