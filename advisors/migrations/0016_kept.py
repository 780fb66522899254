"""The database keeps how many seekers an advisor has, and since when a seeker has none."""

from django.conf import settings
from django.db import migrations, models

from advisors.migrations._kept import hold, lift


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0018_unassigned_since'),
        ('advisors', '0015_photo_was_a_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='advisor',
            name='load',
            field=models.PositiveIntegerField(db_default=0, default=0, editable=False, verbose_name='seekers now'),
        ),
        migrations.AddIndex(
            model_name='advisor',
            index=models.Index(condition=models.Q(('is_at_work', True), ('load__lt', models.F('capacity'))), fields=['gender'], name='advisor_free'),
        ),
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['advisor'], name='assignment_current'),
        ),
        migrations.RunPython(hold, lift),
    ]
