"""A county with two townships, and people with names.

张 reports for 郭家店镇, 李 inspects the county, 王 reports for another township, 赵 is the scoring office,
钱 the second approver, 孙 reviews for 郭家店镇, 周 leads the county. Sign in with `client.force_login(zhang)`.
"""

import datetime as dt
from types import SimpleNamespace

import pytest

LONG_AGO = dt.date(2020, 1, 1)


@pytest.fixture(autouse=True)
def _in_chinese():
    """Leave no test in the language of the page that another asked for last: a request sets it for its whole thread."""
    yield
    from django.utils import translation

    translation.deactivate()


@pytest.fixture
def units(db):
    """Return the units of a county: county, township (郭家店镇), other (another township), villages of the two."""
    from youju.flow.units.services import add_unit

    def add(code, name, level, parent=None):
        return add_unit(code=code, name=name, level=level, parent=parent, on=LONG_AGO, by=None)

    county = add("220322", "梨树县", "county")
    township = add("220322103", "郭家店镇", "township", county)
    other = add("220322104", "榆树台镇", "township", county)
    villages = [add(f"2203221032{n:02}", f"示例{n}村", "village", township) for n in (1, 2, 3)]
    others = [add(f"2203221042{n:02}", f"别处{n}村", "village", other) for n in (1, 2)]
    return SimpleNamespace(county=county, township=township, other=other, villages=villages, others=others)


@pytest.fixture
def appointed(db):
    """Return a function (username, name, role, unit=None, **post) -> the person, in that post since long ago."""
    from youju.kernel.people import appoint, open_account
    from youju.kernel.powers import EVERYWHERE

    def appointed(username, name, role, unit=None, **post):
        user, _once = open_account(username=username, name=name, by=None, password="a-long-password")
        unit_id = unit.pk if unit is not None else EVERYWHERE
        appoint(holder=user, role=role, unit_id=unit_id, by=None, valid_from=LONG_AGO, **post)
        return user

    return appointed


@pytest.fixture
def zhang(appointed, units):
    """Zhang reports for 郭家店镇."""
    return appointed("zhang", "张", "reporter", units.township)


@pytest.fixture
def sun(appointed, units):
    """Sun reviews what 郭家店镇 reports."""
    return appointed("sun", "孙", "reviewer", units.township)


@pytest.fixture
def li(appointed, units):
    """Li inspects the county."""
    return appointed("li", "李", "inspector", units.county)


@pytest.fixture
def wang(appointed, units):
    """Wang reports for another township and should see nothing of 郭家店镇."""
    return appointed("wang", "王", "reporter", units.other)


@pytest.fixture
def zhao(appointed, units):
    """Zhao is the scoring office of the county."""
    return appointed("zhao", "赵", "scoring_office", units.county)


@pytest.fixture
def qian(appointed, units):
    """Qian is the second approver of the county."""
    return appointed("qian", "钱", "second_approver", units.county)


@pytest.fixture
def zhou(appointed, units):
    """Zhou leads the county."""
    return appointed("zhou", "周", "leader", units.county)


@pytest.fixture
def security(appointed):
    """The security admin appoints."""
    return appointed("security", "安全员", "security_admin")


@pytest.fixture
def system(appointed):
    """The system admin opens accounts."""
    return appointed("system", "系统员", "system_admin")


@pytest.fixture
def audit(appointed):
    """The audit admin reads the traces."""
    return appointed("audit", "审计员", "audit_admin")


@pytest.fixture
def at():
    """Return a function that tells the house another moment until the test ends: at("2023-07-05 09:00")."""
    from contextlib import ExitStack

    from youju.kernel.clock import as_if

    with ExitStack() as stack:
        yield lambda text: stack.enter_context(as_if(dt.datetime.fromisoformat(text)))


@pytest.fixture(autouse=True, scope="session")
def emptying_lifts_the_triggers():
    """Let the tests (and nothing else) empty append-only tables: Django flushes between transactional tests."""
    from django.db.backends.base.operations import BaseDatabaseOperations

    plain = BaseDatabaseOperations.execute_sql_flush

    def flush(self, statements):
        if self.connection.vendor == "postgresql":
            before, after = ("SET session_replication_role = " + role for role in ("replica", "origin"))
            plain(self, [before, *statements, after])
            return
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            laid = cursor.fetchall()
            for name, _sql in laid:
                cursor.execute(f'DROP TRIGGER "{name}"')
            plain(self, statements)
            for _name, sql in laid:
                cursor.execute(sql)

    BaseDatabaseOperations.execute_sql_flush = flush
    yield
    BaseDatabaseOperations.execute_sql_flush = plain
