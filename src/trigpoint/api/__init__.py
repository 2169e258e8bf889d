"""The programming interface: the same question and the same answer as the pages."""

from ninja import NinjaAPI

api = NinjaAPI(title="Trigpoint", version="1", docs_url="/docs")
