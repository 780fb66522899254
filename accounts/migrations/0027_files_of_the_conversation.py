"""What a member sends to their advisor is a file of theirs, scanned as documents are."""

from django.db import migrations, models

from accounts.migrations._file_rules import hold, lift


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0026_message_pushed_at'),
    ]

    operations = [
        migrations.RunPython(lift, hold),
        migrations.RemoveConstraint(
            model_name='file',
            name='file_use_known',
        ),
        migrations.RemoveIndex(
            model_name='file',
            name='file_unscanned',
        ),
        migrations.AlterField(
            model_name='file',
            name='use',
            field=models.CharField(choices=[('advisor_photo', 'Photo of an advisor'), ('document', 'Document for applications'), ('reviewed', 'Document marked up by the advisor'), ('resume_photo', 'Photo for the résumé'), ('material', 'Materials of a seminar'), ('conversation', 'Sent to the advisor')], max_length=20, verbose_name='what it is for'),
        ),
        migrations.AddIndex(
            model_name='file',
            index=models.Index(condition=models.Q(('scanned_at', None), ('use__in', ['document', 'reviewed', 'material', 'conversation'])), fields=['made_at'], name='file_unscanned'),
        ),
        migrations.AddConstraint(
            model_name='file',
            constraint=models.CheckConstraint(condition=models.Q(('use__in', ['advisor_photo', 'document', 'reviewed', 'resume_photo', 'material', 'conversation'])), name='file_use_known'),
        ),
        migrations.RunPython(hold, lift),
    ]
