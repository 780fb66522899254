from django.db import migrations, models

from accounts.users.grants import grant
from accounts.models import ADVISORS


def grant_to_advisors_their_introduction(apps, schema_editor):
    grant(apps, ADVISORS, "advisors", {"advisor": "change"})


class Migration(migrations.Migration):

    dependencies = [
        ('advisors', '0008_unrecorded_counseling'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='weeklyhours',
            name='weeklyhours_weekday_known',
        ),
        migrations.AlterField(
            model_name='weeklyhours',
            name='weekday',
            field=models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], verbose_name='day of the week'),
        ),
        migrations.AddConstraint(
            model_name='weeklyhours',
            constraint=models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='weeklyhours_weekday_known'),
        ),
        migrations.AddConstraint(
            model_name='weeklyhours',
            constraint=models.CheckConstraint(condition=models.Q(('weekday__lt', 5), ('office', None), _connector='OR'), name='weeklyhours_no_office_at_weekends'),
        ),
        migrations.RunPython(grant_to_advisors_their_introduction, migrations.RunPython.noop),
    ]
