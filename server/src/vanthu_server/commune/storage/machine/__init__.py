"""What belongs to this machine alone: passwords, sessions, uploads, agents, jobs, the hub.

None of it is in the journal, and none of it is made again by a rebuild.
"""
