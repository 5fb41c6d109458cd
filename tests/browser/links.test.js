// The module that finds a link's token in what mail programs make of the link, without a browser.

import assert from "node:assert/strict";
import { test } from "node:test";
import { placeIn, tokensIn, unsubscribePaths, withoutMarks } from "../../shared/pages/assets/link-text.js";

const TOKEN = "q2sCU05iiHAVylNSuqsHbvqFstMcZGVtby1lY3dpZDTPatUqOF1qFRraK1X8tZD70miY";
const LINK = `https://shop.example/join#${TOKEN}`;

/** A link as Proofpoint writes it: a hyphen begins each encoded character, and a slash is `_`. */
const inHex = (link) =>
  link.replace(/[-_:#?=&]/gu, (mark) => `-${mark.codePointAt(0).toString(16).toUpperCase()}`).replaceAll("/", "_");

/** What follows the `#`, or a pasted text. */
const LEFT = {
  "the token": TOKEN,
  "a full stop": `${TOKEN}.`,
  "other punctuation": `${TOKEN}),;!`,
  "a tracking parameter": `${TOKEN}?utm_source=mail&utm_medium=x`,
  "an ampersand": `${TOKEN}&mc_cid=1`,
  "an angle bracket": `${TOKEN}>`,
  "encoded angle brackets": `%3C${TOKEN}%3E`,
  "an encoded space and more": `${TOKEN}%20Best%20regards`,
  "a slash": `/${TOKEN}/`,
  "an encoded #": `%23${TOKEN}`,
  "a # that was encoded twice": `%2523${TOKEN}`,
  "invisible characters": `\u200b${TOKEN}\u200b`,
  "the whole link": LINK,
  "the link in a mail": `Join the store:\n${LINK}\n\nIf the button does not work …`,
  "the link in angle brackets": `<${LINK}>`,
  "the link with a query": `https://shop.example/join?utm_source=x#${TOKEN}`,
  "the link of a rewriting gateway": `https://eur01.safelinks.example/?url=https%3A%2F%2Fshop.example%2Fjoin%23${TOKEN}&data=05%7C02%7C${"x".repeat(60)}`,
  "the link of Proofpoint's gateway, version 2": `https://urldefense.proofpoint.com/v2/url?u=${inHex(LINK)}&d=DwMFaQ&c=${"x".repeat(43)}&r=&m=`,
  "the link of Sophos's gateway": `https://eu-west-1.protection.sophos.com/?d=shop.example&u=${Buffer.from(LINK).toString("base64")}&i=${"x".repeat(24)}&t=x`,
  "quoted-printable text with its # encoded": `https://shop.example/join=23${TOKEN}`,
  "quoted-printable text": LINK.replace("VylN", "VylN=\r\n"),
};

for (const [name, text] of Object.entries(LEFT)) {
  test(`token and ${name}`, () => assert.equal(tokensIn(text)[0], TOKEN));
}

test("marks that may belong to the token leave two guesses", () => {
  assert.deepEqual(tokensIn(`${TOKEN}_`), [`${TOKEN}_`, TOKEN]);
  assert.deepEqual(tokensIn(`https://urldefense.example/v3/__https://shop.example/join*${TOKEN}__;Iw!!x`), [`${TOKEN}__`, TOKEN]);
});

test("a link that was broken into lines is joined", () => {
  const quoted = `> https://shop.example/join#${TOKEN.slice(0, 45)}\n> ${TOKEN.slice(45)}\n> Regards`;
  assert.ok(tokensIn(quoted).includes(TOKEN), tokensIn(quoted).join());
});

test("a link is found wherever its lines end", () => {
  // The last character of every token.
  const token = `${TOKEN}0`;
  for (const host of ["https://team.mycommerce.example", "https://abcdefghij.execute-api.eu-west-1.amazonaws.com"]) {
    for (const [end, next] of [["\n", ""], ["\r\n", ""], ["\n> ", "> "]]) {
      for (let width = 20; width < 120; width += 1) {
        const lines = `${host}/join#${token}`.match(new RegExp(`.{1,${width}}`, "gu")).join(end);
        const mail = `${next}Join the store:${end}${lines}${end}${end}Regards${end}`;
        assert.equal(tokensIn(mail)[0], token, mail);
      }
    }
  }
});

test("a link that spaces cut is joined, if it then ends as a token does", () => {
  const token = `${TOKEN}0`;
  for (let cut = 1; cut < TOKEN.length; cut += 1) {
    const text = `Join: https://shop.example/join#${token.slice(0, cut)} ${token.slice(cut)} or answer this mail`;
    assert.ok(tokensIn(text).includes(token), text);
  }
  assert.deepEqual(tokensIn(`https://shop.example/join#${token} or answer this mail`), [token]);
});

test("the first mark that a token follows counts", () => {
  assert.equal(tokensIn(`See https://shop.example/join# or ${LINK}`)[0], TOKEN);
});

test("an address to unsubscribe loses the marks that follow it", () => {
  const path = `/unsubscribe/${TOKEN}`;
  for (const mark of ["", ".", ")", ">", ",", "%3E", "%29.", "%20", ";"]) assert.equal(unsubscribePaths(path + mark)[0], path, mark);
  assert.deepEqual(unsubscribePaths(`${path}_`), [`${path}_`, path]);
  for (const path of [`/unsubscribe/${TOKEN}/`, `/UNSUBSCRIBE/${TOKEN}`, `/Unsubscribe/${TOKEN}/.`]) {
    assert.equal(unsubscribePaths(path)[0], `/unsubscribe/${TOKEN}`, path);
  }
  assert.deepEqual(unsubscribePaths("/unsubscribe/"), ["/unsubscribe/"]);
  for (const cut of ["%20", "%0D%0A", "%0A%3E%20"]) {
    assert.ok(unsubscribePaths(`/unsubscribe/${TOKEN.slice(0, 30)}${cut}${TOKEN.slice(30)}`).includes(path), cut);
  }
});

test("an address of the team page keeps its store and its part", () => {
  for (const text of ["#shop2", "#shop2.", "#shop2)", "#%23shop2", "#shop2%3E", "#SHOP2", "#shop2?utm_source=x", "%23shop2", ".#shop2", "/#shop2", "/shop2/", "#<shop2>", "#shop2_"]) {
    const { store, part } = placeIn(text);
    assert.deepEqual([withoutMarks(store), part], ["shop2", ""], text);
  }
  for (const text of ["#a.b-c/invitations", "#a.b-c/invitations.", "%23A.B-C%2FInvitations", "#a.b-c/invitations?utm_source=x"]) {
    assert.deepEqual(placeIn(text), { store: "a.b-c", part: "invitations" }, text);
  }
  for (const text of ["", "#", ".", "/", "%3E", "#?utm_source=x", "#%"]) assert.deepEqual(placeIn(text), { store: "", part: "" }, text);
});

test("texts without a token have none", () => {
  for (const text of ["", "bm9uc2Vuc2U", "https://shop.example/join#", "A mail without a link", "a".repeat(201), "%%%"]) {
    assert.deepEqual(tokensIn(text), [], text);
  }
});

test("a long text is bounded", () => assert.deepEqual(tokensIn(`${" ".repeat(30_000)}${LINK}`), []));
