"""A bad link on one machine: rate, delay, loss and cuts between two ends, bytes counted."""
