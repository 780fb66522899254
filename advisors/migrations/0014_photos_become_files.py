"""A photo keeps its place in the storage and gets a row. One that the storage no longer has was shown to nobody."""

import hashlib

from django.core.files.storage import default_storage
from django.db import migrations


def photos_become_files(apps, schema_editor):
    Advisor, File = apps.get_model("advisors", "Advisor"), apps.get_model("accounts", "File")
    for advisor in Advisor.objects.exclude(former_photo=""):
        name = advisor.former_photo.name
        if default_storage.exists(name):
            whose = {"owner_id": advisor.user_id, "use": "advisor_photo"}
            advisor.photo, _ = File.objects.get_or_create(stored=name, defaults={**whose, **told(name)})
            advisor.save(update_fields=["photo"])


def told(name: str) -> dict:
    with default_storage.open(name) as content:
        written = content.read()
    digest = hashlib.sha256(written).hexdigest()
    kept = {"name": "portrait.jpg", "content_type": "image/jpeg"}
    return {**kept, "size": len(written), "sha256": digest, "made_at": default_storage.get_modified_time(name)}


def files_become_photos(apps, schema_editor):
    """The rows stay, so that nothing asks for the removal of the photos."""
    for advisor in apps.get_model("advisors", "Advisor").objects.all().select_related("photo"):
        advisor.former_photo = advisor.photo.stored.name if advisor.photo else ""
        advisor.photo = None
        advisor.save(update_fields=["former_photo", "photo"])


class Migration(migrations.Migration):
    dependencies = [("advisors", "0013_photo_points_to_a_file")]

    operations = [migrations.RunPython(photos_become_files, files_become_photos)]
