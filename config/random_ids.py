"""Ids of rows that are in confidence: drawn by chance, so that none is missing where somebody counts them."""

import secrets


def random_id() -> int:
    """One of two to the sixty-second; two alike are as good as never drawn, and a primary key would refuse them."""
    return secrets.randbelow(2**62) + 1
