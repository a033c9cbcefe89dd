"""Inputs of sync/vectors, chosen by hand; what is computed, is computed without vanthu_sync."""
