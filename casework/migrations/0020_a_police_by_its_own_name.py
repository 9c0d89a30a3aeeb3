"""A police that is not called after its prefecture (警視庁)."""

from django.db import migrations, models


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
    ]
