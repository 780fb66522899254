"""What is secret about linking is kept as a digest: link tokens, nonces, the session of the press."""

import hashlib
import secrets


def digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def new_nonce() -> str:
    """By which LINE tells us who has said yes: 256 bits, which nobody guesses."""
    return secrets.token_urlsafe(32)
