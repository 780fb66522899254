from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0024_pulses_of_rounds'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='file',
            name='file_unscanned',
        ),
        migrations.AddIndex(
            model_name='file',
            index=models.Index(condition=models.Q(('scanned_at', None), ('use__in', ['document', 'reviewed', 'material'])), fields=['made_at'], name='file_unscanned'),
        ),
    ]
