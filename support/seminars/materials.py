"""Materials of a seminar: files of the service, which go with no member and with nobody of the staff."""

from datetime import datetime

from django.db import transaction

from accounts.models import File
from support.documents.judging import Fit
from support.documents.keeping import stored
from support.seminars.models import SeminarMaterial


@transaction.atomic
def add_material(seminar_id: int, content: Fit, *, now: datetime) -> SeminarMaterial:
    """Keep what was judged as a document is; who had a seat is told of it once the seminar has begun."""
    file = stored(content, None, File.Use.MATERIAL, now=now)
    return SeminarMaterial.objects.create(seminar_id=seminar_id, file=file)


@transaction.atomic
def remove_material(material_id: int) -> None:
    """Its file goes with it; once removed, it changes nothing."""
    File.objects.filter(material__pk=material_id).delete()
