from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "trigpoint.access"

    def ready(self) -> None:
        from trigpoint.access import sign_in, visits  # noqa: F401  (their receivers)
