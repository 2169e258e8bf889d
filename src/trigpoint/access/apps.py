from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "trigpoint.access"

    def ready(self) -> None:
        from trigpoint.access import sign_in  # noqa: F401  (its receiver)
