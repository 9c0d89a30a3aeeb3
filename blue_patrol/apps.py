from django.apps import AppConfig


class BluePatrolConfig(AppConfig):
    name = "blue_patrol"
    verbose_name = "青色防犯パトロール証明事務"

    def ready(self) -> None:
        """Enter the forms and where their values come from; models exist only now."""
        from blue_patrol.papers import forms, sources

        forms.register_forms()
        sources.register_sources()
