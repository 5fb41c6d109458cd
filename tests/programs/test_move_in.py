"""`infra/move-in`: what it repeats and reports when Staffroom is slow, and which addresses its dry run approves."""

from __future__ import annotations

import contextlib
import email.message
import io
import json
import tempfile
import unittest
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from unittest import mock

from programs import load

program = load("move-in")
lines = load("move_in_lines.py")

UNAVAILABLE = {"code": "unavailable", "retry_after": 1}
Said = tuple[int, Any]


def entries(*statuses: int) -> Said:
    """An answer to a bulk call."""
    problems = {503: UNAVAILABLE, 409: {"code": "seat_limit_reached"}}
    results = [{"status": status, "problem": problems.get(status)} for status in statuses]
    return 207, {"results": results}


class Api:
    """Answers in turn; the last answer again and again."""

    def __init__(self, *answers: Said) -> None:
        """Takes the answers."""
        self.answers = list(answers)
        self.keys: list[str] = []
        self.bodies: list[bytes] = []
        self.waits: list[float] = []

    def open(self, request: urllib.request.Request, timeout: float) -> Any:
        """Takes the place of urlopen."""
        assert timeout
        if request.full_url.endswith("/webhooks"):
            return self.response(200, {"webhooks": []})
        self.keys.append(request.get_header("Idempotency-key", ""))
        self.bodies.append(request.data or b"")
        status, answer = self.answers[0] if len(self.answers) == 1 else self.answers.pop(0)
        return self.response(status, answer)

    def response(self, status: int, answer: Any) -> Any:
        """An answer, as urlopen has it."""
        content = io.BytesIO(json.dumps(answer).encode())
        if status >= 400:
            raise urllib.error.HTTPError("http://api", status, "", email.message.Message(), content)
        found = mock.MagicMock(status=status, read=content.read)
        found.__enter__.return_value = found
        return found


class Unavailable(unittest.TestCase):
    """Entries and calls that fail for a while."""

    def move_in(self, api: Api, what: str = "members", *more: str) -> tuple[int, list[str], str]:
        """Runs the program with three lines; returns its exit code, the results of the lines, and what it printed."""
        files = {
            "members": "store,user_id,email\n" + "".join(f"s,u{n},u{n}@example.com\n" for n in range(3)),
            "stores": "store,name,owner.user_id,owner.email,owner.name,catalog\ns,S,o,o@example.com,O,whatnot\n",
            "compare": "store,user_id,permission,allowed\ns,u,team,true\n",
        }
        said = io.StringIO()
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder, "file.csv")
            file.write_text(files[what], encoding="utf-8")
            with (
                mock.patch.object(urllib.request, "urlopen", api.open),
                mock.patch.object(program.time, "sleep", api.waits.append),
                mock.patch.object(program, "TOKEN", "token"),
                mock.patch("sys.argv", ["move-in", what, str(file), *more]),
                contextlib.redirect_stdout(said),
                contextlib.redirect_stderr(said),
            ):
                code = program.main()
            report = Path(f"{file}.dry-run.jsonl" if more else f"{file}.report.jsonl")
            results = [json.loads(line)["result"] for line in report.read_text(encoding="utf-8").splitlines()]
        return code, results, said.getvalue()

    def test_a_call_that_stops_half_way_goes_on_with_its_key(self) -> None:
        api = Api(entries(201, 503, 503), entries(201, 409, 503), entries(201, 409, 200))
        self.assertEqual(self.move_in(api)[:2], (1, ["created", "refused", "replaced"]))
        self.assertEqual((len(api.keys), len(set(api.keys)), len(set(api.bodies))), (3, 1, 1))
        self.assertEqual(api.waits, [1, 2])

    def test_what_stays_unavailable_is_not_refused(self) -> None:
        api = Api(entries(201, 503, 503))
        code, results, said = self.move_in(api)
        self.assertEqual((code, results), (3, ["created", "unavailable", "unavailable"]))
        self.assertIn("1 created, 2 unavailable;", said)
        self.assertIn("Run the program again", said)
        self.assertEqual((len(api.keys), len(set(api.keys))), (program.ATTEMPTS, 1))

    def test_a_repetition_that_gets_less_far_takes_nothing_back(self) -> None:
        api = Api(entries(201, 409, 503), entries(201, 503, 503), (503, UNAVAILABLE))
        self.assertEqual(self.move_in(api)[:2], (1, ["created", "refused", "unavailable"]))

    def test_the_last_answer_says_what_became_of_the_rest(self) -> None:
        api = Api(entries(201, 503, 503), (410, {"code": "store_closed"}))
        self.assertEqual(self.move_in(api)[:2], (1, ["created", "refused", "refused"]))

    def test_a_function_that_did_not_end_in_time_is_asked_again(self) -> None:
        in_use = (409, {"code": "idempotency_key_in_use"})
        api = Api((500, {"message": "Internal Server Error"}), in_use, entries(201, 201, 201))
        self.assertEqual(self.move_in(api)[:2], (0, ["created"] * 3))
        self.assertEqual(len(set(api.keys)), 1)

    def test_an_error_of_the_service_is_not_repeated_and_not_refused(self) -> None:
        api = Api((500, {"code": "internal"}))
        self.assertEqual(self.move_in(api)[:2], (3, ["unavailable"] * 3))
        self.assertEqual(len(api.keys), 1)

    def test_stores_answers_and_dry_runs_are_reported_alike(self) -> None:
        for what, *more in (["stores"], ["stores", "--dry-run"], ["compare"], ["members", "--dry-run"]):
            code, results, _ = self.move_in(Api((503, UNAVAILABLE)), what, *more)
            self.assertEqual((code, set(results)), (3, {"unavailable"}), what)


class Lines(unittest.TestCase):
    """What a line may say. That the API agrees was seen on the local stack."""

    def test_addresses_have_the_domains_that_the_api_takes(self) -> None:
        taken = [
            *("example.com", "Example.COM", "a-b.example", "0x.example", "123.example", "ab-c-d.example"),
            *("xn--bcher-kva.example", "XN--BCHER-KVA.example", "xn--strae-oqa.example", "bücher.example"),
            *(f"{'a' * 63}.com", f"{'é' * 31}.example", "आप.example", "bu\u0308cher.example"),
        ]
        refused = [
            *("", "com", "example.com.", "a..com", ".com", "-a.com", "a-.com", "ab--cd.com", "a_b.com", "a b.com"),
            *(f"{'a' * 64}.com", f"{'é' * 32}.example", "a.1", "a.\uff11\uff12", "a。b.com", "a❤b.example"),
            *("ab--ü.example", "-ü.com", "ü-.com", "xn--ü.com", "xn--.com", "xn--a.com", "xn--example.com"),
            *("xn--a-.com", "xn--99999999.com"),
        ]
        for domain in taken:
            self.assertIsNone(lines.no_address(f"a@{domain}"), domain)
        for domain in refused:
            self.assertIsNotNone(lines.no_address(f"a@{domain}"), domain)

    def test_only_what_the_api_trims_is_trimmed(self) -> None:
        self.assertIsNone(lines.no_address("\u00a0a@example.com\u3000\t"))
        self.assertIsNone(lines.no_name("\u00a0Ann\n"))
        for text in ("\x1fa@example.com", "a@example.com\u200b", "a@example.com\x1c"):
            self.assertIsNotNone(lines.no_address(text), repr(text))
        self.assertIsNotNone(lines.no_name("Ann\x1f"))

    def test_a_spreadsheet_s_true_and_false_are_true_and_false(self) -> None:
        said = lines.of_cells({"allowed": "TRUE", "notify": "False"})
        self.assertEqual(said, {"allowed": True, "notify": False})
        for cell in ("1", "yes", "t"):
            self.assertIsNotNone(lines.no_flag(lines.of_cells({"allowed": cell})["allowed"]), cell)


if __name__ == "__main__":
    unittest.main()
