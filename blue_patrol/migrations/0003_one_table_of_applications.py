"""The applications of all procedures lie in one table; each row names the machine that it runs (decision 10)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('blue_patrol', '0002_the_whole_desk'),
        ('casework', '0002_the_whole_desk'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RenameModel("CertificationApplication", "Application"),
        migrations.CreateModel(
            name='CertificationApplication',
            fields=[
            ],
            options={
                'verbose_name': '証明申請',
                'verbose_name_plural': '証明申請',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('blue_patrol.application',),
        ),
        migrations.AlterModelOptions(
            name='application',
            options={'ordering': ['-pk'], 'verbose_name': '申請', 'verbose_name_plural': '申請'},
        ),
        migrations.RemoveConstraint(
            model_name='application',
            name='blue_patrol_certificationapplication_received_signed',
        ),
        migrations.RemoveConstraint(
            model_name='application',
            name='blue_patrol_certificationapplication_forwarded_signed',
        ),
        migrations.RemoveConstraint(
            model_name='application',
            name='blue_patrol_certificationapplication_decided_signed',
        ),
        migrations.RemoveConstraint(
            model_name='application',
            name='blue_patrol_certificationapplication_dispatched_signed',
        ),
        migrations.RemoveConstraint(
            model_name='application',
            name='blue_patrol_certificationapplication_arrived_signed',
        ),
        migrations.RemoveConstraint(
            model_name='application',
            name='blue_patrol_certificationapplication_delivered_signed',
        ),
        migrations.RemoveConstraint(
            model_name='application',
            name='blue_patrol_certificationapplication_reported_signed',
        ),
        migrations.RemoveConstraint(
            model_name='application',
            name='blue_patrol_certificationapplication_closed_signed',
        ),
        migrations.RemoveConstraint(
            model_name='application',
            name='blue_patrol_one_open_application_a_group',
        ),
        migrations.AddField(
            model_name='application',
            name='asked_items',
            field=models.PositiveSmallIntegerField(default=0, verbose_name='調査する項目の数'),
        ),
        migrations.AddField(
            model_name='application',
            name='case_label',
            field=models.CharField(default='blue_patrol.CertificationApplication', editable=False, max_length=60, verbose_name='手続'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='application',
            name='certification',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='blue_patrol.certification', verbose_name='証明'),
        ),
        migrations.AddField(
            model_name='certification',
            name='closed_on',
            field=models.DateField(blank=True, null=True, verbose_name='終わった日'),
        ),
        migrations.AlterField(
            model_name='application',
            name='group',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='blue_patrol.group', verbose_name='団体'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('received_by', None), ('received_on', None)), models.Q(('received_by__isnull', False), ('received_on__isnull', False)), _connector='OR'), name='blue_patrol_application_received_signed', violation_error_message='日付と行った人は、一緒に記録します。'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('forwarded_by', None), ('forwarded_on', None)), models.Q(('forwarded_by__isnull', False), ('forwarded_on__isnull', False)), _connector='OR'), name='blue_patrol_application_forwarded_signed', violation_error_message='日付と行った人は、一緒に記録します。'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('decided_by', None), ('decided_on', None)), models.Q(('decided_by__isnull', False), ('decided_on__isnull', False)), _connector='OR'), name='blue_patrol_application_decided_signed', violation_error_message='日付と行った人は、一緒に記録します。'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('dispatched_by', None), ('dispatched_on', None)), models.Q(('dispatched_by__isnull', False), ('dispatched_on__isnull', False)), _connector='OR'), name='blue_patrol_application_dispatched_signed', violation_error_message='日付と行った人は、一緒に記録します。'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('arrived_by', None), ('arrived_on', None)), models.Q(('arrived_by__isnull', False), ('arrived_on__isnull', False)), _connector='OR'), name='blue_patrol_application_arrived_signed', violation_error_message='日付と行った人は、一緒に記録します。'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('delivered_by', None), ('delivered_on', None)), models.Q(('delivered_by__isnull', False), ('delivered_on__isnull', False)), _connector='OR'), name='blue_patrol_application_delivered_signed', violation_error_message='日付と行った人は、一緒に記録します。'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reported_by', None), ('reported_on', None)), models.Q(('reported_by__isnull', False), ('reported_on__isnull', False)), _connector='OR'), name='blue_patrol_application_reported_signed', violation_error_message='日付と行った人は、一緒に記録します。'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_by', None), ('closed_on', None)), models.Q(('closed_by__isnull', False), ('closed_on__isnull', False)), _connector='OR'), name='blue_patrol_application_closed_signed', violation_error_message='日付と行った人は、一緒に記録します。'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(('group__isnull', False), ('case_label', 'blue_patrol.DemonstrationApplication'), _connector='OR'), name='blue_patrol_application_of_a_group'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.CheckConstraint(condition=models.Q(('certification__isnull', False), ('case_label__in', ['blue_patrol.CertificationApplication', 'blue_patrol.DemonstrationApplication']), _connector='OR'), name='blue_patrol_application_has_its_standing'),
        ),
        migrations.AddConstraint(
            model_name='application',
            constraint=models.UniqueConstraint(condition=models.Q(('case_label', 'blue_patrol.CertificationApplication'), ('state__in', ['draft', 'received', 'correction', 'forwarded', 'sent_back', 'approved', 'dispatched', 'arrived', 'delivered'])), fields=('group',), name='blue_patrol_one_open_application_a_group', violation_error_message='この団体の申請が、すでに進んでいます。'),
        ),
        migrations.AddConstraint(
            model_name='certification',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['ended', 'revoked']), _negated=True), ('closed_on__isnull', False), _connector='OR'), name='blue_patrol_closed_standing_is_dated'),
        ),
    ]
