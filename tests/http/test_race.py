"""Of many who use one link at the same moment exactly one sets the password."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from tests.http.conftest import Serve
from tests.http.people import add_account, path_of_link, works
from tests.http.wire import Visitor
from tests.site.database import Database

VISITORS = 8


def test_one_of_many_simultaneous_uses_of_a_link_wins(database: Database, serve: Serve) -> None:
    with serve(database.url) as site:
        add_account(database.url)
        link = path_of_link(database.url)
        together = Barrier(VISITORS)

        def use_link(number: int) -> int:
            visitor, password = Visitor(site), f"the password of {number}"
            form = str(visitor.get(link).headers["Location"])
            assert "new_password1" in visitor.get(form).body
            together.wait(timeout=60)
            return visitor.post(form, new_password1=password, new_password2=password).status

        with ThreadPoolExecutor(VISITORS) as pool:
            statuses = list(pool.map(use_link, range(VISITORS)))
    assert sorted(statuses) == [200] * (VISITORS - 1) + [302]
    assert works(database.url, f"the password of {statuses.index(302)}")
