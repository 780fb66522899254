from django.db import migrations


def to_members(apps, schema_editor):
    apps.get_model("accounts", "JobSeeker").objects.filter(notice_rhythm__is_notices_only=True).update(
        is_notices_only=True
    )


def to_rhythms(apps, schema_editor):
    """One who has a rhythm keeps it; the others get the one that holds without a choice."""
    wanted = apps.get_model("accounts", "JobSeeker").objects.filter(is_notices_only=True)
    rhythms = apps.get_model("jobs", "NoticeRhythm").objects
    rhythms.bulk_create(rhythms.model(seeker=seeker) for seeker in wanted.filter(notice_rhythm=None))
    rhythms.filter(seeker__is_notices_only=True).update(is_notices_only=True)


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0017_jobseeker_is_notices_only'),
        ('jobs', '0009_who_reads_postings_asked_for'),
    ]

    operations = [
        migrations.RunPython(to_members, to_rhythms),
        migrations.RemoveField(
            model_name='noticerhythm',
            name='is_notices_only',
        ),
    ]
