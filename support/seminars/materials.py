"""Materials of a seminar: files of the service, which go with no member and with nobody of the staff."""

from django.core.files.base import File as Content
from django.db import transaction

from accounts.files.storing import store
from accounts.models import File
from support.seminars.models import SeminarMaterial

PDF = "application/pdf"


@transaction.atomic
def add_material(seminar_id: int, content: "Content[bytes]") -> SeminarMaterial:
    """Keep a PDF, which a form has looked at; who had a seat is told of it once the seminar has begun."""
    file = store(content, owner=None, use=File.Use.MATERIAL, content_type=PDF)
    return SeminarMaterial.objects.create(seminar_id=seminar_id, file=file)


@transaction.atomic
def remove_material(material_id: int) -> None:
    """Its file goes with it; once removed, it changes nothing."""
    File.objects.filter(material__pk=material_id).delete()
