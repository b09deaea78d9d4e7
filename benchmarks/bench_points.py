"""How fast a book of points is, beside plain SQL over the same two tables, in the same run.

    make bench-points                       100,000 accounts and 1,000,000 entries, on SQLite and (where a server can be started) PostgreSQL
    make bench-points ENTRIES=100000

The entries are inserted as SQL under the triggers that move the balances; so the time of filling is the time of the laws.
Results are compared before a time is printed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench_registers import line, milliseconds, postgres, set_up, units_and_people

BATCH = 5000
INSERT = (
    'INSERT INTO points_entry (kind, giver_id, taker_id, amount, "on", rule_id, witness, note, evidence, at)'
    " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
)
PLAIN_BALANCE = (
    "SELECT (SELECT COALESCE(SUM(amount), 0) FROM points_entry WHERE taker_id = %s)"
    " - (SELECT COALESCE(SUM(amount), 0) FROM points_entry WHERE giver_id = %s)"
)
PLAIN_TRIAL = (
    "SELECT account, SUM(n) FROM (SELECT taker_id AS account, SUM(amount) AS n FROM points_entry GROUP BY 1"
    " UNION ALL SELECT giver_id, -SUM(amount) FROM points_entry GROUP BY 1) m GROUP BY account"
)


def filled(accounts: int, entries: int) -> tuple[object, list, object]:
    """Make a book with its accounts and entries; print how fast they were written. Return book, households, reporter."""
    from django.db import connection, transaction

    from youju.work.points.models import Account, AwardRule, Book

    units, _office, reporter = units_and_people(20)
    day = dt.date(2023, 1, 1)
    book = Book.objects.create(
        code="bench", title="测速", unit=units[0], basis="村规民约", evidence="0" * 64, agreed_on=day, ends_on=dt.date(2030, 1, 1)
    )  # fmt: skip
    said = {"book": book, "unit": units[1], "opened_on": day}
    issuer = Account.objects.create(kind="issuer", number="0", name="村", **said)
    shops = [
        Account.objects.create(kind="merchant", number=f"S{n}", name=f"店{n}", **said) for n in range(100)
    ]
    rule = AwardRule.objects.create(book=book, clause="第七条", title="庭院整洁", amount=5, since=day)
    Account.objects.bulk_create(
        (Account(kind="household", number=f"H{n}", name=f"户{n}", opted_in_on=day, **said) for n in range(accounts)),
        batch_size=BATCH,
    )  # fmt: skip
    homes = list(Account.objects.filter(kind="household").order_by("pk"))
    rng, now, has = random.Random(2023), dt.datetime(2023, 6, 1, tzinfo=dt.UTC), [0] * accounts
    began = time.perf_counter()
    for start in range(0, entries, BATCH):
        rows = []
        for _ in range(min(BATCH, entries - start)):
            at = rng.randrange(accounts)
            if has[at] >= 3 and rng.random() < 0.4:
                spent = rng.randint(1, has[at])
                has[at] -= spent
                rows.append(
                    ("redeem", homes[at].pk, rng.choice(shops).pk, spent, day, None, "", "", "[]", now)
                )
            else:
                has[at] += 5
                rows.append(("award", issuer.pk, homes[at].pk, 5, day, rule.pk, "吴", "", "[]", now))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(INSERT, rows)
    took = time.perf_counter() - began
    with connection.cursor() as cursor:
        # what autovacuum does by itself after so many insertions
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    stored = dict(Account.objects.filter(kind="household").values_list("number", "balance"))
    if stored != {f"H{n}": amount for n, amount in enumerate(has)}:
        raise SystemExit("the stored balances are not those of the plain list")
    print(
        f"{entries:,} entries written through the laws in {took:.0f} s ({entries / took:,.0f} a second)",
        flush=True,
    )
    return book, homes, reporter


def measure(name: str, accounts: int, entries: int) -> None:
    """Measure on one database and print the table."""
    from django.db import connection

    from youju.work.points.models import Account
    from youju.work.points.selectors import account_for, trial_balance, turnover_of

    print(f"\n{name}: {accounts:,} accounts", flush=True)
    book, homes, reporter = filled(accounts, entries)
    some = random.Random(7).sample(homes, 200)

    def asked(sql: str, values: list[object]) -> list[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()

    def stored(n: int) -> object:
        return Account.objects.values_list("balance", flat=True).get(book=book, number=some[n].number)

    def seen(n: int) -> object:
        return account_for(reporter, "points.read", "bench", some[n].number).balance

    def computed(n: int) -> object:
        return turnover_of(some[n]).balance

    def plain(n: int) -> object:
        return asked(PLAIN_BALANCE, [some[n].pk, some[n].pk])[0][0]

    for n in range(20):
        if not stored(n) == seen(n) == computed(n) == int(plain(n)):
            raise SystemExit(f"account {some[n].number}: the balances differ")
    if not trial_balance(book).holds or sum(int(n) for _account, n in asked(PLAIN_TRIAL, [])) != 0:
        raise SystemExit("the trial balance does not hold")
    print(f"{'':44}{'p50 ms':>9}{'p95 ms':>9}{'ratio':>7}")
    plainly = milliseconds(plain, 150)
    line("balance of one account, kept on its row", milliseconds(stored, 150), plainly)
    line("  as a person asks it, with reach", milliseconds(seen, 150), plainly)
    line("  summed from its entries", milliseconds(computed, 150), plainly)
    line("  the same, plain SQL", plainly)
    trial, trial_plain = (
        milliseconds(lambda _n: trial_balance(book), 3),
        milliseconds(lambda _n: asked(PLAIN_TRIAL, []), 3),
    )
    line("trial balance of all entries", trial, trial_plain)
    line("  the same sums, plain SQL", trial_plain)
    pages(reporter, [home.number for home in some])


def pages(reporter: object, numbers: list[str]) -> None:
    """Print how long the pages take over HTTP, each with what it shows compared first."""
    from django.test import Client
    from django.test.utils import setup_test_environment

    setup_test_environment()
    client = Client()
    client.force_login(reporter)

    def page(address: str, says: str) -> None:
        answer = client.get(address)
        if answer.status_code != 200 or says not in answer.content.decode():
            raise SystemExit(f"{address} answers {answer.status_code}")

    line("page of the book over HTTP", milliseconds(lambda _n: page("/points/bench/", "试算平衡"), 20))
    line(
        "  searched by the number of an account",
        milliseconds(lambda n: page(f"/points/bench/?q={numbers[n]}", numbers[n]), 20),
    )
    line(
        "page of an account over HTTP",
        milliseconds(lambda n: page(f"/points/bench/accounts/{numbers[n]}/", numbers[n]), 50),
    )
    line(
        "page of the trial balance over HTTP",
        milliseconds(lambda _n: page("/points/bench/trial/", "平衡：每个账户"), 3),
    )


def main() -> None:
    """Measure on SQLite and on PostgreSQL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--accounts", type=int, default=100_000)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--database", default=None, help="internal: measure on this one, in this process")
    asked = parser.parse_args()
    if asked.database is not None:
        with tempfile.TemporaryDirectory(prefix="bench-points-") as folder:
            set_up(asked.database, Path(folder))
            measure("PostgreSQL" if asked.database else "SQLite", asked.accounts, asked.entries)
        return
    with postgres() as server:
        for database in [""] + [server] * bool(server):
            subprocess.run([sys.executable, __file__, "--accounts", str(asked.accounts), "--entries", str(asked.entries),
                            "--database", database], check=True, env=dict(os.environ))  # fmt: skip


if __name__ == "__main__":
    main()
