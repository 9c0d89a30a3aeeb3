"""manage.py health: what the health page says; 0 when all is well, 1 with the names of what fails."""

from django.core.management.base import BaseCommand, CommandError

from casework.watch import health


class Command(BaseCommand):
    help = (
        "データベース、書体、書類の作成、裏で動く係、時計、バックアップ、履歴の確認を、一つずつ確かめます。"
    )
    requires_system_checks = []

    def handle(self, *args, **options):
        failing = []
        for finding in health.findings():
            self.stdout.write(f"{finding.check.label}：{finding.fault or 'よし'}")
            if finding.fault:
                failing.append(finding.check.name)
        if failing:
            raise CommandError(f"異状：{'、'.join(failing)}")
