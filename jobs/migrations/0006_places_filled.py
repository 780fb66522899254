"""How many places are filled, from now on counted as somebody accepts; first, whoever is there is counted."""

from django.db import migrations, models
from django.db.models import Count, F, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce, Least


def count_accepted(apps, schema_editor):
    """A posting whose places were reduced afterwards counts as full; erased people are counted by nobody any more."""
    referrals = apps.get_model("jobs", "Referral").objects.filter(posting=OuterRef("pk"), status="accepted")
    counted = referrals.order_by().values("posting").annotate(n=Count("pk")).values("n")
    there = Coalesce(Subquery(counted, output_field=IntegerField()), 0)
    postings = apps.get_model("jobs", "JobPosting").objects.filter(referrals__status="accepted")
    pks = postings.values("pk")
    apps.get_model("jobs", "JobPosting").objects.filter(pk__in=pks).update(filled=Least(there, F("headcount")))


class Migration(migrations.Migration):
    dependencies = [("jobs", "0005_interview_called_off")]

    operations = [
        migrations.AddField(
            "jobposting", "filled", models.PositiveSmallIntegerField("places filled", default=0, editable=False)
        ),
        migrations.RunPython(count_accepted, migrations.RunPython.noop),
        migrations.AddConstraint(
            "jobposting",
            models.CheckConstraint(
                condition=models.Q(filled__lte=models.F("headcount")), name="jobposting_filled_within_places"
            ),
        ),
    ]
