"""Followers and branches: how they join, what the holder does for them, what they do.

`joining` lets a machine in; `holder` is the side that holds the registers; `follower` and `branch`
are the sides that call it; `intake` enters what a branch registered.
"""
