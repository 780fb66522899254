"""An app whose one migration changes a table that the service uses: see tests/config/test_migrating.py."""
