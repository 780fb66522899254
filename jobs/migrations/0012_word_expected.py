from django.db import migrations, models

from jobs.migrations import _tallies
from jobs.migrations._referral_rules import hold_by_purpose, lift


class Migration(migrations.Migration):

    dependencies = [
        ('advisors', '0019_booked_by_advisor'),
        ('jobs', '0011_tallies'),
    ]

    operations = [
        migrations.RunPython(_tallies.lift, _tallies.hold),
        migrations.RunPython(lift, hold_by_purpose),
        migrations.AddField(
            model_name='referral',
            name='word_expected_on',
            field=models.DateField(blank=True, help_text='As the company has said. The seeker reads it.', null=True, verbose_name='next word expected by'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.CheckConstraint(condition=models.Q(('word_expected_on', None), ('status__in', ['screening', 'interview']), _connector='OR'), name='referral_word_only_from_the_company'),
        ),
        migrations.RunPython(hold_by_purpose, lift),
        migrations.RunPython(_tallies.hold, _tallies.lift),
    ]
