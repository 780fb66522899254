"""What members say by LINE stands in the conversation, with what they send."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0027_files_of_the_conversation'),
        ('advisors', '0019_booked_by_advisor'),
    ]

    operations = [
        migrations.CreateModel(
            name='Fetching',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='fetching', serialize=False, to='advisors.conversationentry', verbose_name='conversation entry')),
                ('content_id', models.CharField(max_length=64, verbose_name='content at LINE')),
                ('file_name', models.CharField(blank=True, max_length=200, verbose_name='file name')),
                ('asked_at', models.DateTimeField(verbose_name='sent')),
                ('try_at', models.DateTimeField(verbose_name='next try')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
            ],
            options={
                'verbose_name': 'file to be fetched',
                'verbose_name_plural': 'files to be fetched',
            },
        ),
        migrations.RemoveConstraint(
            model_name='conversationentry',
            name='conversationentry_says_something',
        ),
        migrations.AddField(
            model_name='conversationentry',
            name='channel',
            field=models.CharField(choices=[('site', 'On the site'), ('line', 'By LINE')], db_default='site', default='site', max_length=4, verbose_name='written'),
        ),
        migrations.AddField(
            model_name='conversationentry',
            name='file',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='entry', to='accounts.file', verbose_name='file'),
        ),
        migrations.AddField(
            model_name='conversationentry',
            name='what',
            field=models.CharField(choices=[('text', 'Text'), ('picture', 'A picture'), ('file', 'A file'), ('sticker', 'A sticker'), ('video', 'A video, which cannot be shown here'), ('audio', 'A voice message, which cannot be played here'), ('location', 'A place, which cannot be shown here'), ('other', 'Something that cannot be shown here')], db_default='text', default='text', max_length=8, verbose_name='what'),
        ),
        migrations.AlterField(
            model_name='conversationentry',
            name='text',
            field=models.TextField(blank=True, max_length=5000, verbose_name='text'),
        ),
        migrations.AddConstraint(
            model_name='conversationentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('what', 'text'), _negated=True), models.Q(('text', ''), _negated=True), _connector='OR'), name='conversationentry_says_something'),
        ),
        migrations.AddConstraint(
            model_name='conversationentry',
            constraint=models.CheckConstraint(condition=models.Q(('what__in', ['text', 'picture', 'file', 'sticker', 'video', 'audio', 'location', 'other'])), name='conversationentry_what_known'),
        ),
        migrations.AddConstraint(
            model_name='conversationentry',
            constraint=models.CheckConstraint(condition=models.Q(('channel__in', ['site', 'line'])), name='conversationentry_channel_known'),
        ),
        migrations.AddConstraint(
            model_name='conversationentry',
            constraint=models.CheckConstraint(condition=models.Q(('file', None), models.Q(('is_from_seeker', True), ('what__in', ['picture', 'file'])), _connector='OR'), name='conversationentry_file_of_a_seeker'),
        ),
        migrations.AddIndex(
            model_name='fetching',
            index=models.Index(fields=['try_at'], name='fetching_ready'),
        ),
    ]
