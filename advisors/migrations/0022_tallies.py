"""What happens is counted by the month, from now on as it happens; what happened before, by the rows that are left."""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from accounts.models import ADVISORS, SUPPORT_DESK
from accounts.users.grants import grant
from advisors.migrations._tallies import count, hold, lift


def grant_to_staff(apps, schema_editor):
    for group in (ADVISORS, SUPPORT_DESK):
        grant(apps, group, "advisors", {"tally": "view"})


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0028_oldest_line_event'),
        ('advisors', '0021_message_is_pointed_to'),
    ]

    operations = [
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('what', models.CharField(max_length=20, verbose_name='what is counted')),
                ('month', models.DateField(verbose_name='month')),
                ('channel', models.CharField(db_default='', default='', max_length=10, verbose_name='channel')),
                ('kind', models.CharField(db_default='', default='', max_length=20, verbose_name='kind')),
                ('days', models.SmallIntegerField(null=True, verbose_name='days that it took')),
                ('amount', models.IntegerField(default=1, verbose_name='how many')),
                ('advisor', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='advisors.advisor', verbose_name='advisor')),
                ('office', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='advisors.office', verbose_name='office')),
            ],
            options={
                'verbose_name': 'figure',
                'verbose_name_plural': 'figures',
                'indexes': [models.Index(fields=['month', 'what'], name='tally_by_month')],
                'constraints': [models.CheckConstraint(condition=models.Q(('month__day', 1)), name='tally_of_a_whole_month'), models.CheckConstraint(condition=models.Q(('amount', 0), _negated=True), name='tally_counts_something')],
            },
        ),
        migrations.RunPython(grant_to_staff, migrations.RunPython.noop),
        migrations.RunPython(count, migrations.RunPython.noop),
        migrations.RunPython(hold, lift),
    ]
