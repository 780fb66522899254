"""An advisor books a mock interview for a seeker of their own."""

from django.db import migrations, models

from jobs.migrations._referral_rules import hold_by_purpose, lift


class Migration(migrations.Migration):

    dependencies = [
        ('advisors', '0018_what_waits_for_its_hour'),
        ('jobs', '0010_notices_only_of_the_member'),
    ]

    operations = [
        migrations.RunPython(lift, hold_by_purpose),
        migrations.RemoveConstraint(
            model_name='counselingbooking',
            name='counselingbooking_booked_by_known',
        ),
        migrations.AlterField(
            model_name='counselingbooking',
            name='booked_by',
            field=models.CharField(choices=[('seeker', 'The seeker'), ('advisor', 'The advisor'), ('desk', 'The support desk')], default='seeker', max_length=7, verbose_name='booked by'),
        ),
        migrations.AddConstraint(
            model_name='counselingbooking',
            constraint=models.CheckConstraint(condition=models.Q(('booked_by__in', ['seeker', 'advisor', 'desk'])), name='counselingbooking_booked_by_known'),
        ),
        migrations.RunPython(hold_by_purpose, lift),
    ]
