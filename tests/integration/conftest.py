"""What every test with a database starts from, and the small partnership that several modules ask."""

from collections.abc import Iterator

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from reference.installations import forget, installation_at
from reference.partnership import People, make
from reference.post_office import PostOffice


@pytest.fixture(scope="session", autouse=True)
def _keep_the_connection():
    """A streamed answer that a test did not read to its end is closed by the collector, at any moment; that would end the
    request, and with it the connection that holds the test's transaction."""
    patch = pytest.MonkeyPatch()
    patch.setattr(BaseDatabaseWrapper, "close_if_unusable_or_obsolete", lambda self: None)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _forget_snapshots():
    """Numbers of snapshots start again with each test's database, and memory is kept by number."""
    forget()


@pytest.fixture(scope="module")
def people(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[People]:
    """The people of the small partnership, made once a module; what a test changes in the database is undone after it."""
    folder = tmp_path_factory.mktemp("anyshire")
    with django_db_blocker.unblock(), installation_at(folder / "home"):
        yield make(folder)


@pytest.fixture
def post_office(settings) -> Iterator[PostOffice]:
    """A server of mail that runs, and that the settings name."""
    office = PostOffice()
    settings.MAIL_SERVER, settings.SITE_URL = office.server, office.site
    office.start()
    yield office
    office.stop()
