from django.apps import AppConfig


class BluePatrolConfig(AppConfig):
    name = "blue_patrol"
    verbose_name = "青色防犯パトロール証明事務"
