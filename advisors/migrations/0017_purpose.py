"""An hour with the advisor has a purpose, and referrals rest on counseling alone, whoever writes."""

from django.db import migrations, models

from jobs.migrations._referral_rules import hold, hold_by_purpose, lift


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0019_file_uses'),
        ('advisors', '0016_kept'),
        ('jobs', '0010_notices_only_of_the_member'),
    ]

    operations = [
        migrations.RunPython(lift, hold),
        migrations.RemoveConstraint(
            model_name='counselingbooking',
            name='counselingbooking_one_ahead_per_seeker',
        ),
        migrations.AddField(
            model_name='counselingbooking',
            name='purpose',
            field=models.CharField(choices=[('counseling', 'Counseling'), ('mock_interview', 'Mock interview')], db_default='counseling', default='counseling', max_length=14, verbose_name='purpose'),
        ),
        migrations.AddConstraint(
            model_name='counselingbooking',
            constraint=models.UniqueConstraint(condition=models.Q(('set_aside_at', None), ('status', 'booked')), fields=('seeker', 'purpose'), name='counselingbooking_one_ahead_per_seeker'),
        ),
        migrations.AddConstraint(
            model_name='counselingbooking',
            constraint=models.CheckConstraint(condition=models.Q(('purpose__in', ['counseling', 'mock_interview'])), name='counselingbooking_purpose_known'),
        ),
        migrations.RunPython(hold_by_purpose, lift),
    ]
