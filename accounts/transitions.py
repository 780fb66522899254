class InvalidTransition(Exception):
    """A status was asked to become one that does not follow it."""
