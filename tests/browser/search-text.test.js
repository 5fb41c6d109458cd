// The module that makes words comparable for a search, without a browser.

import assert from "node:assert/strict";
import { test } from "node:test";
import { plain } from "../../shared/pages/assets/search-text.js";

test("letters are found without their accents and strokes, as the API finds them", () => {
  for (const [typed, name] of [["lukasz", "Łukasz"], ["ole", "Øle"], ["gross", "Groß"], ["GROSS", "groß"], ["zoe", "Zoë"], ["aesop", "Æsop"], ["djuro", "Đjuro"]]) {
    assert.equal(plain(typed), plain(name), name);
  }
  assert.notEqual(plain("ana"), plain("bob"));
});
