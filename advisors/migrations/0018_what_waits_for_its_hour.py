"""What an advisor writes goes at an hour; what was written before has gone as it was written."""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


def gone_as_written(apps, schema_editor):
    apps.get_model("advisors", "ConversationEntry").objects.update(goes_at=models.F("written_at"))


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0022_press_pulse'),
        ('advisors', '0017_purpose'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='conversationentry',
            options={'ordering': ['goes_at', 'id'], 'verbose_name': 'conversation entry', 'verbose_name_plural': 'conversation entries'},
        ),
        migrations.RemoveIndex(
            model_name='conversationentry',
            name='conversation_by_seeker',
        ),
        migrations.AddField(
            model_name='conversationentry',
            name='goes_at',
            field=models.DateTimeField(default=django.utils.timezone.now, verbose_name='goes'),
        ),
        migrations.AddField(
            model_name='conversationentry',
            name='message',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='entries', to='accounts.message', verbose_name='message'),
        ),
        migrations.RunPython(gone_as_written, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='conversationentry',
            index=models.Index(fields=['seeker', 'goes_at'], name='conversation_by_seeker'),
        ),
        migrations.AddConstraint(
            model_name='conversationentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('goes_at__gte', models.F('written_at')), ('is_from_seeker', False)), ('goes_at', models.F('written_at')), _connector='OR'), name='conversationentry_only_an_advisor_waits'),
        ),
        migrations.AddConstraint(
            model_name='conversationentry',
            constraint=models.CheckConstraint(condition=models.Q(('read_at', None), ('is_from_seeker', True), ('read_at__gte', models.F('goes_at')), _connector='OR'), name='conversationentry_read_once_gone'),
        ),
    ]
