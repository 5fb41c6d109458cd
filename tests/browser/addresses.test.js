// The module that finds addresses in pasted text, without a browser.

import assert from "node:assert/strict";
import { test } from "node:test";
import { LONGEST, MOST, check, findAddresses, keyOf, likelyDomain, writeAddresses } from "../../shared/pages/assets/addresses.js";

/** Addresses with their labels as `label <address>`, those that are not valid with a `!` in front, and the other words. */
function found(text) {
  const { entries, rest } = findAddresses(text);
  const shown = entries.map(({ address, label, valid }) => `${valid ? "" : "!"}${label ? `${label} <${address}>` : address}`);
  return [...shown, ...rest.map((words) => `? ${words}`)];
}

/** Pasted text, and what is found in it. */
const PASTED = {
  "a name and an address, then an address": ["Ana <ana77@x.fr> bob77@x.fr", "Ana <ana77@x.fr>", "bob77@x.fr"],
  "quoted cells, then a line": ['"Ana","ana88@x.fr"\nbob88@x.fr', "Ana <ana88@x.fr>", "bob88@x.fr"],
  "quoted addresses and semicolons": ['"lisa1@example.com"; tim1@example.com', "lisa1@example.com", "tim1@example.com"],
  "name and address by comma": ["Ana Martin, ana@x.fr\r\nBob, bob@x.fr", "Ana Martin <ana@x.fr>", "Bob <bob@x.fr>"],
  "names and addresses in one line": ["Ana, ana@x.fr, Bob, bob@x.fr", "Ana <ana@x.fr>", "Bob <bob@x.fr>"],
  "cells of a spreadsheet": ["Martin\tAna\tana@x.fr\tParis", "Martin Ana Paris <ana@x.fr>"],
  "a spreadsheet with a header": ["Nom;Prénom;Email\nMartin;Ana;ana@x.fr", "Martin Ana <ana@x.fr>", "? Nom Prénom Email"],
  bullets: ["• ana@x.fr\n- bob@x.fr\n*tim@x.fr\n– ida@x.fr", "ana@x.fr", "bob@x.fr", "tim@x.fr", "ida@x.fr"],
  "a numbered list": ["1. Zoé Z – zoe@x.fr\n2) bob@x.fr", "Zoé Z <zoe@x.fr>", "bob@x.fr"],
  "words that join": ["ana@x.fr et bob@x.fr und tim@x.fr y ida@x.fr oraz gus@x.fr", "ana@x.fr", "bob@x.fr", "tim@x.fr", "ida@x.fr", "gus@x.fr"],
  brackets: ["(ida@x.fr) [bob@x.fr] {tim@x.fr} «gus@x.fr»", "ida@x.fr", "bob@x.fr", "tim@x.fr", "gus@x.fr"],
  "names in brackets": ["ana@x.fr (Ana), bob@x.fr (Bob)", "Ana <ana@x.fr>", "Bob <bob@x.fr>"],
  "the end of a sentence": ["Please add gus@x.fr. And ida@x.fr!", "Please add <gus@x.fr>", "ida@x.fr"],
  "links to mail": ["mailto:bob@x.fr?subject=Hi%20you [ana@x.fr](mailto:ana@x.fr)", "bob@x.fr", "ana@x.fr"],
  "links to mail with copies": ["mailto:gus@x.fr?cc=ida@x.fr&bcc=kim@x.fr", "gus@x.fr", "ida@x.fr", "kim@x.fr"],
  "queries of links": ["email=a@x.fr&email=b@x.fr /u?e=c@x.fr ?to=d@x.fr", "a@x.fr", "b@x.fr", "c@x.fr", "d@x.fr"],
  "names of a mail program, last name first": ["Lopez, Ana; Stein, Bob <bob@x.fr>", "Stein Bob <bob@x.fr>", "? Lopez Ana"],
  "names without a space": ["Lopez, Ana;Stein, Bob <bob@x.fr>;Kim <kim@x.fr>;Roth, Tim", "Stein Bob <bob@x.fr>", "Kim <kim@x.fr>", "? Lopez Ana", "? Roth Tim"],
  "entries without an address": ["Ana Lopez; lou@x.fr; Tim Roth; Ida <ida@x.fr>; Gus", "lou@x.fr", "Ida <ida@x.fr>", "? Ana Lopez", "? Tim Roth", "? Gus"],
  "slashes, bars and ampersands": ["ana@x.fr/bob@x.fr|tim@x.fr&kim@x.fr", "ana@x.fr", "bob@x.fr", "tim@x.fr", "kim@x.fr"],
  "the head of a mail": ["To: Ana <ana@x.fr>; Cc: bob@x.fr", "To Ana <ana@x.fr>", "bob@x.fr"],
  "quotation marks of a word processor": ["“ana@x.fr” o’brien@x.fr 'bob@x.fr'", "ana@x.fr", "o'brien@x.fr", "bob@x.fr"],
  "characters that nobody sees": ["b\u200bob@x.fr\u00a0ana@x.fr\ufeff", "bob@x.fr", "ana@x.fr"],
  "a dash behind an address": ["Léa lea@tld.fr—caisse\ntom@tld.fr―Tom", "Léa caisse <lea@tld.fr>", "Tom <tom@tld.fr>"],
  "endings that no domain has": ["ana@tld.fr06 12 34\ntom@free.f\nzoe@x.xn--p1ai", "!12 34 <ana@tld.fr06>", "!tom@free.f", "zoe@x.xn--p1ai"],
  "a wide at sign": ["ana\uff20x.fr", "ana@x.fr"],
  "local parts with signs": ["R&D@x.fr ana+shop@x.fr _bob@x.fr a.b-c@x-y.co.uk", "R&D@x.fr", "ana+shop@x.fr", "_bob@x.fr", "a.b-c@x-y.co.uk"],
  "a domain with letters beyond ASCII": ["lea@bücher.example", "lea@bücher.example"],
  "what cannot receive mail": [
    "bob@ @x.fr a@b a@b@c.fr bob@x..fr zoé@x.fr .@x.fr a@1.2.3.4", "!bob@", "!@x.fr", "!a@b", "!a@b@c.fr", "!bob@x..fr", "!zoé@x.fr", "!@x.fr", "!a@1.2.3.4",
  ],
  "an address without its sign": ["tim at example.com, lisa@x.fr", "!tim at example.com", "lisa@x.fr"],
  "hyphens and dashes of other programs": [
    "Jean‑Marc Dupont ‹jean‑marc@x.fr› a\u2010b@x.fr, c–d@x.fr, e—f@x.fr, g\u2212h@boutique‑paris.fr",
    "Jean‑Marc Dupont <jean-marc@x.fr>", "a-b@x.fr", "c-d@x.fr", "e-f@x.fr", "g-h@boutique-paris.fr",
  ],
  "other characters glued to an address": [
    "jean·marc@x.fr jean…marc@x.fr jean§marc@x.fr jean´marc@x.fr jean\u0008marc@x.fr tim@x·y.fr ana@x.fr→Bob ana@x.fr=Bob ana@x.fr_bob@x.fr",
    "!jean·marc@x.fr", "!jean…marc@x.fr", "!jean§marc@x.fr", "!jean´marc@x.fr", "!jean\u0008marc@x.fr", "!tim@x·y.fr", "!ana@x.fr→Bob", "!ana@x.fr=Bob",
    "!ana@x.fr_bob@x.fr",
  ],
  "bullets and ends of sentences glued to an address": ["•ana@x.fr ✅bob@x.fr… tim@x.fr?!", "ana@x.fr", "bob@x.fr", "tim@x.fr"],
  "percent-encoded links to mail": [
    "mailto:tim@x.fr?cc=zoe%40x.fr&subject=Hi%20you,\nmailto:Ana%20Martin%20%3Cana%40x.fr%3E\nmailto:gus@x.fr?to=ida%40x.fr%2Ckim@x.fr&bcc=lou%40x.fr",
    "tim@x.fr", "zoe@x.fr", "Ana Martin <ana@x.fr>", "gus@x.fr", "ida@x.fr", "kim@x.fr", "lou@x.fr",
  ],
  "percent-encoded addresses": ["tim2@x.fr%2Cbob2@x.fr ana%40x.fr, zoe%2540x.fr", "tim2@x.fr", "bob2@x.fr", "ana@x.fr", "zoe@x.fr"],
  "text of HTML": ["Ana &lt;ana@x.fr&gt;, bob&#64;x.fr", "Ana <ana@x.fr>", "bob@x.fr"],
  "numbers without a space": ["1.ana@x.fr\n2.bob@x.fr\n3)tim@x.fr", "ana@x.fr", "bob@x.fr", "tim@x.fr"],
  "a number that no other follows": ["7.ana@x.fr 1.eva@x.fr", "7.ana@x.fr", "1.eva@x.fr"],
  "emphasis of chats": ["_ana@x.fr_ *bob@x.fr* ~tim@x.fr~ __gus@x.fr__", "ana@x.fr", "bob@x.fr", "tim@x.fr", "gus@x.fr"],
  "a hash mark": ["#ana@x.fr", "ana@x.fr"],
  "a line end as programs write it": ["ana@x.fr\\nbob@x.fr", "!ana@x.fr\\nbob@x.fr"],
  "variation selectors": ["ana@x.fr\ufe0f bob\ufe0f@x.fr", "ana@x.fr", "bob@x.fr"],
  "words alone": ["Ana and Bob", "? Ana and Bob"],
  "only separators": [" ,;\n\t – • "],
};

for (const [name, [text, ...expected]] of Object.entries(PASTED)) {
  test(`pasted: ${name}`, () => {
    const shown = found(text);
    // One address may be found twice; it is listed once.
    assert.deepEqual(shown, [...new Set(expected)]);
    assert.deepEqual(found(writeAddresses(findAddresses(text))), shown, "written and read again");
  });
}

test("no word that holds an @ is ever lost", () => {
  const parts = ["ana@x.fr", "Bob", "@", "a@b@c", "é@ü.de", ",", ";", "\n", "<", ">", '"', "'", "(", ")", " ", "\t", ".", "-", "et", "mailto:", "?x=1", "\u200b", "|", "1.", "&"];
  // A linear congruential generator, so that a failure can be repeated.
  let seed = 7;
  const next = (limit) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % limit;
  for (let round = 0; round < 20_000; round += 1) {
    const text = Array.from({ length: 1 + next(8) }, () => parts[next(parts.length)]).join("");
    const shown = found(text).join("\n");
    if (text.includes("@")) assert.match(shown, /@/, JSON.stringify(text));
    if (text.includes("ana@x.fr")) assert.match(shown, /x\.fr/, JSON.stringify(text));
    if (text.includes("Bob")) assert.match(shown, /Bob/, JSON.stringify(text));
  }
});

test("two spellings of an address are one", () => {
  const { entries } = findAddresses("Ana@X.fr, ana@x.FR, ana@x.fr (Ana), a@bücher.example, a@xn--bcher-kva.example");
  assert.deepEqual(entries.map(({ address, count, label }) => [address, count, label]), [["Ana@X.fr", 3, "Ana"], ["a@bücher.example", 2, ""]]);
  assert.equal(keyOf("rene\u0301@example.com"), keyOf("ren\u00e9@example.com"));
});

test("a long text is read from its beginning, and its end is kept", () => {
  const line = "somebody@example.com\n";
  const text = line.repeat(Math.ceil(LONGEST / line.length) + 1);
  const { entries, unread } = findAddresses(text);
  assert.equal(entries[0].address, "somebody@example.com");
  assert.equal(unread, text.slice(LONGEST));
  assert.ok(writeAddresses(findAddresses(text)).endsWith(unread));
});

test("no text takes long", () => {
  const started = Date.now();
  for (const part of ["a", "@", "a.", "a@", "-", ".", "a@a.", "é ", "1.", "<", "\u200b", "_", "%41", "%", "mailto:", "1.a@", "&lt;", "?"]) {
    findAddresses(part.repeat(LONGEST));
    findAddresses(`${part.repeat(LONGEST / 2)} x@y.fr`);
  }
  // Quadratic time would be hours.
  assert.ok(Date.now() - started < 30_000);
});

const STORE = { members: new Set(["owner@example.com"]), invited: new Set(["ida@example.com"]), domains: [], available: null };
const checked = (text, more) => check(findAddresses(text).entries, { ...STORE, ...more });
const faults = (text, more) => checked(text, more).map(({ fault }) => fault);

test("each address has its fault", () => {
  assert.deepEqual(faults("Owner@Example.com ida@example.com bob@ ana@x.fr"), ["member", "invited", "no-address", null]);
  assert.deepEqual(faults("ana@x.fr ana@sub.x.fr bob@y.fr", { domains: ["x.fr"] }), [null, "domain", "domain"]);
  assert.deepEqual(faults("a@bücher.example", { domains: ["xn--bcher-kva.example"] }), [null]);
  assert.deepEqual(faults("ana@x.fr bob@x.fr", { refused: new Set(["bob@x.fr"]) }), [null, "refused"]);
});

test("seats are given to addresses that can be invited, in their order", () => {
  assert.deepEqual(faults("a@ owner@example.com ana@x.fr bob@x.fr", { available: 1 }), ["no-address", "member", null, "seat"]);
  assert.deepEqual(faults("ana@x.fr", { available: 0 }), ["seat"]);
});

test("more addresses than are sent at once wait", () => {
  const text = Array.from({ length: MOST + 2 }, (_, index) => `person${index}@x.fr`).join("\n");
  assert.deepEqual(faults(text).slice(MOST - 1), [null, "later", "later"]);
});

test("a likely slip is pointed out with what was meant, and prevents nothing", () => {
  const [entry] = checked("Ana.B@gmial.com");
  assert.equal(entry.fault, null);
  assert.deepEqual(entry.advice, { name: "slip", instead: "Ana.B@gmail.com" });
  for (const [typed, meant] of [["gmai.com", "gmail.com"], ["gmail.con", "gmail.com"], ["gamil.com", "gmail.com"], ["hotmial.com", "hotmail.com"], ["outlok.com", "outlook.com"], ["yaho.fr", "yahoo.fr"], ["wanado.fr", "wanadoo.fr"], ["t-onlin.de", "t-online.de"], ["gmx.ed", "gmx.de"], ["wp.lp", "wp.pl"], ["web.dee", "web.de"], ["live.con", "live.com"], ["free.rf", "free.fr"], ["aol.con", "aol.com"],
    ["gmail.fr", "gmail.com"], ["gmail.de", "gmail.com"], ["gmial.con", "gmail.com"], ["laposte.fr", "laposte.net"], ["gmail.com.com", "gmail.com"],
    ["hotmail.com.com", "hotmail.com"], ["msn.con", "msn.com"], ["t-online.com", "t-online.de"]]) {
    assert.equal(likelyDomain(typed), meant, typed);
  }
  assert.deepEqual(checked("ana@gm\u0430il.com")[0].advice, { name: "slip", instead: "ana@gmail.com" }, "a Cyrillic letter");
  assert.deepEqual(checked("1.eva@x.fr")[0].advice, { name: "slip", instead: "eva@x.fr" });
  assert.equal(checked("lea@bücher.example")[0].advice, null);
  const [outside] = checked("ana@exmaple.com", { domains: ["example.com"], trusted: ["example.com"] });
  assert.deepEqual([outside.fault, outside.advice?.instead], ["domain", "ana@example.com"]);
  assert.equal(likelyDomain("exmaple.com", ["example.com"]), "example.com", "the store's own domain");
  for (const genuine of ["gmail.com", "mail.com", "ymail.com", "gmx.de", "gmx.net", "gmx.ch", "web.de", "web.dk", "wp.pl", "onet.pl", "o2.pl", "aol.com", "live.com", "live.no", "free.fi", "web.dev", "free.fr", "sfr.fr", "hotmail.nl", "msn.com", "live.fr", "live.it", "yahoo.ca", "example.org"]) {
    assert.equal(likelyDomain(genuine), null, genuine);
  }
});

test("an address that several people read, or nobody, is pointed out", () => {
  for (const address of ["noreply@x.fr", "No-Reply@x.fr", "mailer-daemon@x.fr", "all@x.fr"]) {
    assert.deepEqual(checked(address)[0].advice, { name: "shared" }, address);
  }
  assert.equal(checked("allan@x.fr")[0].advice, null);
});
