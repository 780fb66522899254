from django.db import migrations, models

from accounts.users.grants import grant
from accounts.models import SUPPORT_DESK


def grant_to_desk_to_close(apps, schema_editor):
    grant(apps, SUPPORT_DESK, "advisors", {"closedday": "view add delete"})


class Migration(migrations.Migration):

    dependencies = [
        ('advisors', '0004_who_may_what'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClosedDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('reason', models.CharField(blank=True, help_text='For colleagues; may be empty.', max_length=100, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'closed day',
                'verbose_name_plural': 'closed days',
                'ordering': ['day'],
                'constraints': [models.UniqueConstraint(fields=('day',), name='closedday_once')],
            },
        ),
        migrations.RunPython(grant_to_desk_to_close, migrations.RunPython.noop),
    ]
