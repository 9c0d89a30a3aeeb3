from django.apps import AppConfig


class LiaisonCouncilsConfig(AppConfig):
    """交番・駐在所連絡協議会; its models come with the councils' part."""

    name = "liaison_councils"
    verbose_name = "交番・駐在所連絡協議会"
