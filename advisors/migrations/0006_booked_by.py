from django.db import migrations, models

from accounts.users.grants import grant
from accounts.models import SUPPORT_DESK


def grant_to_desk_to_book(apps, schema_editor):
    grant(apps, SUPPORT_DESK, "advisors", {"counselingbooking": "add"})


class Migration(migrations.Migration):

    dependencies = [
        ('advisors', '0005_closed_days'),
    ]

    operations = [
        migrations.AddField(
            model_name='counselingbooking',
            name='booked_by',
            field=models.CharField(choices=[('seeker', 'The seeker'), ('desk', 'The support desk')], default='seeker', max_length=6, verbose_name='booked by'),
        ),
        migrations.AddConstraint(
            model_name='counselingbooking',
            constraint=models.CheckConstraint(condition=models.Q(('booked_by__in', ['seeker', 'desk'])), name='counselingbooking_booked_by_known'),
        ),
        migrations.RunPython(grant_to_desk_to_book, migrations.RunPython.noop),
    ]
