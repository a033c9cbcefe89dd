"""Histories of numbers under every fault that we can name (numbering-and-sync, targets 8 and 9).

Theory of operation:
- One thread, one seed, virtual time. A *history* is a list of steps made from its seed; a step
  carries all its choices, so any part of the list can be run again (shrinking, replaying).
- The *paper* is the truth: every number that was exposed is stamped on it. What the product's
  stores say is compared with the paper and with the chains of all machines.
- Two machines stand behind one port (`port.Machine`): `core` decides with the product's own
  functions, door and clock over memory; `store` is the product's SQLite store and command desk.
- Steps, faults and invariants know the port only.
"""
