"""`infra/apply-erasures` makes the hashes that the product makes, or says that it cannot."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import io
import unittest
from unittest import mock

from programs import load

program = load("apply-erasures")
KEY = b"a" * 32
# What the product makes of domains: seen in the `allowed_domains` of a store.
DOMAINS = {
    "Example.COM": "example.com",
    "XN--BCHER-KVA.example": "xn--bcher-kva.example",
    "bücher.example": "xn--bcher-kva.example",
    "BÜCHER.Example": "xn--bcher-kva.example",
    "straße.example": "xn--strae-oqa.example",
    "straẞe.example": "xn--strae-oqa.example",
    "ΣΑΣ.example": "xn--mxa9ab.example",
    "σας.example": "xn--mxa8ab.example",
    "क्\u200dष.example": "xn--11b2ezcw70k.example",
    "a❤b.example": "xn--ab-ony.example",
    "\uff11\uff12\uff41.example": "12a.example",
}


def hash_of(kind: bytes, text: str) -> str:
    """The hash of the ledger."""
    return hmac.new(KEY, b"staffroom erasure ledger 1\0" + kind + text.encode(), hashlib.sha256).hexdigest()


def item(store: str, email: str) -> program.Item:
    """A member in the table."""
    return {"pk": {"S": f"STORE#{store}"}, "sk": {"S": "MEMBER#u"}, "json": {"S": f'{{"email": "{email}"}}'}}


class Hashes(unittest.TestCase):
    """What is hashed, and what is found by it."""

    def test_domains_become_ascii_as_in_the_product(self) -> None:
        for typed, in_ascii in DOMAINS.items():
            self.assertEqual(program.normalised(f"Lea@{typed}"), f"lea@{in_ascii}")

    def test_hashes_are_those_of_the_product(self) -> None:
        # These are in a test of shared/domain/src/erasure.rs, too.
        self.assertEqual(
            hash_of(program.USER, "kim"), "46e1c72c36737b9ff8b1d0e5f506c4c47166306ac38e66375da5d900e06f286d"
        )
        self.assertEqual(
            hash_of(program.ADDRESS, program.normalised("Lea@Straße.example")),
            "d45a103bf6f287790c5d38619dc1960102d6c90b90bb449fb3b8c989bdaca46b",
        )

    def test_who_is_known_by_an_address_only_is_found(self) -> None:
        finder = program.Finder(KEY, {hash_of(b"address\0", "lea@xn--strae-oqa.example")})
        for of in (
            item("one", "Lea@straße.example"),
            item("two", "lea@STRASSE.example"),
            item("three", "lea@straße.example"),
        ):
            finder.look_at(of)
        self.assertEqual(finder.found, {(program.ADDRESS, "lea@xn--strae-oqa.example"): {"one", "three"}})
        self.assertEqual(finder.unknown, {})


class Unknown(unittest.TestCase):
    """Addresses whose hash cannot be made are never passed over in silence."""

    def run_over(self, *items: program.Item) -> tuple[int, str, mock.Mock]:
        """Runs the program over a table; returns its exit code, what it printed, and the calls for erasures."""
        tables = {"ledger": [], "table": list(items)}
        stack = {"ErasureKeyArn": "key", "ErasureLedgerName": "ledger", "TableName": "table", "ApiUrl": "http://api"}
        erase = mock.Mock(return_value="erasure 1")
        tables["ledger"] = [
            {"pk": {"S": f"SUBJECT#{hash_of(kind, text)}"}, "begun_at": {"N": "1800000000000"}}
            for kind, text in ((b"user\0", "u"), (b"address\0", "lea@xn--strae-oqa.example"))
        ]
        said = io.StringIO()
        with (
            mock.patch.multiple(
                program,
                outputs=lambda _: stack,
                scan=lambda table: iter(tables[table]),
                aws=lambda *_: {"SecretString": KEY.decode()},
                erase=erase,
            ),
            mock.patch("sys.argv", ["apply-erasures", "2026-11-22T09:00:00Z"]),
            mock.patch.dict("os.environ", {"TOKEN": "token"}),
            contextlib.redirect_stdout(said),
            contextlib.redirect_stderr(said),
        ):
            code = program.main()
        return code, said.getvalue(), erase

    def test_with_the_package_everyone_is_erased(self) -> None:
        code, said, erase = self.run_over(item("one", "lea@straße.example"))
        self.assertEqual((code, erase.call_count), (0, 2), said)

    def test_without_the_package_nobody_is_erased_and_the_addresses_are_counted(self) -> None:
        addresses = [item("one", "lea@straße.example"), item("two", "lea@straße.example"), item("two", "x@é.example")]
        for missing in ({"idna": None}, {"UNICODE": (99, 0)}):
            with mock.patch.multiple(program, **missing):
                code, said, erase = self.run_over(*addresses)
                self.assertEqual((code, erase.call_count), (2, 0))
                self.assertTrue(said.startswith("2 addresses"), said)
                self.assertNotIn("lea@", said)
                code, said, erase = self.run_over(item("one", "lea@example.com"))
                self.assertEqual((code, erase.call_count), (0, 1), "ASCII needs no package")

    def test_a_letter_that_the_package_does_not_know_is_counted_with_its_stores(self) -> None:
        code, said, erase = self.run_over(item("one", "kim@example.com"), item("two", "x@a\U0003fffdb.example"))
        self.assertEqual((code, erase.call_count), (1, 1))
        self.assertIn("1 addresses could not be looked up", said)
        self.assertIn("two\n", said)


if __name__ == "__main__":
    unittest.main()
