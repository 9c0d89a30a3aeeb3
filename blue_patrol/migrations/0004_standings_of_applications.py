"""Every application knows the standing that it made: a step of its own, for what it sets off waits for its end."""

from django.db import migrations

STANDINGS = """
update blue_patrol_application a set certification_id = (
  select c.certification_id from blue_patrol_credential c join blue_patrol_certification s on s.id = c.certification_id
  where c.application_id = a.id and c.kind = 'certificate' order by (s.state = 'void'), c.id desc limit 1)
"""


class Migration(migrations.Migration):
    dependencies = [("blue_patrol", "0003_one_table_of_applications")]

    operations = [migrations.RunSQL(STANDINGS, migrations.RunSQL.noop)]
