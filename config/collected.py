from whitenoise.storage import CompressedManifestStaticFilesStorage


class CollectedFilesStorage(CompressedManifestStaticFilesStorage):
    """Static files under names that carry what they hold; under their own until they have been collected."""

    def stored_name(self, name: str) -> str:
        return super().stored_name(name) if self.hashed_files else name
