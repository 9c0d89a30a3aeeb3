"""A police that is not called after its prefecture (警視庁); values of the profile that no rule ever read go."""

from django.db import migrations, models

NEVER_READ = (
    "section_symbol", "station_section", "station_for_spanning_area", "decision_delegated", "information_year",
    "document_number_year", "sticker_number_format", "card_number_format",
)  # fmt: skip


def forget(apps, schema_editor):
    apps.get_model("casework", "ProfileValue").objects.filter(key__in=NEVER_READ).delete()


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0019_training_copy'),
    ]

    operations = [
        migrations.AddField(
            model_name='prefecture',
            name='police',
            field=models.CharField(blank=True, default='', help_text='警視庁のように、都道府県の名称で始まらないときだけ', max_length=10, verbose_name='警察の名称'),
            preserve_default=False,
        ),
        migrations.RunPython(forget, migrations.RunPython.noop, elidable=True),
    ]
