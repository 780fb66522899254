"""Mock interviews with one's own advisor, and the sheets that follow."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from accounts.models import ADVISORS, SUPPORT_DESK
from accounts.users.grants import grant

TO_SEE = {"mockinterview": "view", "interviewfeedback": "view"}


def grant_to_staff_to_see_mock_interviews(apps, schema_editor):
    for group in (ADVISORS, SUPPORT_DESK):
        grant(apps, group, "support", TO_SEE)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_staff_groups'),
        ('support', '0005_seminars'),
        ('advisors', '0017_purpose'),
        ('jobs', '0010_notices_only_of_the_member'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='MockInterview',
            fields=[
                ('booking', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='mock_interview', serialize=False, to='advisors.counselingbooking', verbose_name='booking')),
                ('kind', models.CharField(choices=[('first', 'First interview'), ('final', 'Final interview'), ('online', 'Interview on screen'), ('group', 'Interview of several applicants at once')], max_length=6, verbose_name='kind of interview')),
                ('practise', models.TextField(blank=True, max_length=1000, verbose_name='what to practise')),
                ('posting', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='mock_interviews', to='jobs.jobposting', verbose_name='posting it prepares for')),
            ],
            options={
                'verbose_name': 'mock interview',
                'verbose_name_plural': 'mock interviews',
            },
        ),
        migrations.CreateModel(
            name='InterviewFeedback',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('first_strength', models.TextField(max_length=500, verbose_name='first strength')),
                ('second_strength', models.TextField(max_length=500, verbose_name='second strength')),
                ('third_strength', models.TextField(max_length=500, verbose_name='third strength')),
                ('to_practise', models.TextField(max_length=1000, verbose_name='one thing to practise')),
                ('greeting', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='greeting and manners')),
                ('voice', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='voice and face')),
                ('answers', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='answers that begin with the point')),
                ('motivation', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name='why this company')),
                ('questions', models.PositiveSmallIntegerField(blank=True, null=True, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(5)], verbose_name="questions of one's own")),
                ('sent_at', models.DateTimeField(verbose_name='sent')),
                ('corrected_at', models.DateTimeField(blank=True, null=True, verbose_name='corrected')),
                ('opened_at', models.DateTimeField(blank=True, null=True, verbose_name='opened by the seeker')),
                ('assignment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='interview_feedback', to='advisors.assignment', verbose_name='assignment')),
                ('written_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='interview_feedback', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
                ('interview', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='feedback', to='support.mockinterview', verbose_name='mock interview')),
            ],
            options={
                'verbose_name': 'interview feedback',
                'verbose_name_plural': 'interview feedback',
            },
        ),
        migrations.AddConstraint(
            model_name='mockinterview',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['first', 'final', 'online', 'group'])), name='mockinterview_kind_known'),
        ),
        migrations.AddConstraint(
            model_name='interviewfeedback',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('first_strength', ''), _negated=True), models.Q(('second_strength', ''), _negated=True), models.Q(('third_strength', ''), _negated=True), models.Q(('to_practise', ''), _negated=True)), name='interviewfeedback_says_something'),
        ),
        migrations.AddConstraint(
            model_name='interviewfeedback',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('greeting', None), models.Q(('greeting__gte', 1), ('greeting__lte', 5)), _connector='OR'), models.Q(('voice', None), models.Q(('voice__gte', 1), ('voice__lte', 5)), _connector='OR'), models.Q(('answers', None), models.Q(('answers__gte', 1), ('answers__lte', 5)), _connector='OR'), models.Q(('motivation', None), models.Q(('motivation__gte', 1), ('motivation__lte', 5)), _connector='OR'), models.Q(('questions', None), models.Q(('questions__gte', 1), ('questions__lte', 5)), _connector='OR')), name='interviewfeedback_points_of_five'),
        ),
        migrations.RunPython(grant_to_staff_to_see_mock_interviews, migrations.RunPython.noop),
    ]
