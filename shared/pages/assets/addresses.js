// Finds the e-mail addresses in text that a person typed or pasted, and tells what prevents each from being invited.
// Pure functions: tests/browser/addresses.test.js runs them in Node.

import { decode, decodeFully } from "./link-text.js";

/** How many addresses are sent at once; further ones stay in the field. */
export const MOST = 500;

/** How much of a text is read at once, in characters. */
export const LONGEST = 100_000;

const LINE_END = /[\r\n\u2028\u2029]+/u;

/** Between the parts of a line: cells of a table, or entries of a list. */
const PART_END = /[,;\t\uff0c\uff1b\u3001]+/u;

/** Between the entries of a list that people write: their names hold commas. Tables have no space behind the `;`. */
const ENTRY_END = /[;\uff1b]\s+/u;

/** The same before `Name <address>`, where a `;` is never between the cells of a table. */
const ENTRY_END_OF_NAMES = /[;\uff1b]/u;

/** Characters that no address holds unquoted, and `/`, `|` and `:`, which people write between addresses. */
const BETWEEN = String.raw`\s,;<>()\[\]{}"“”„«»‹›|:/\uff0c\uff1b\u3001\uff08\uff09\uff1a\uff1c\uff1e`;

const WORD = new RegExp(`[^${BETWEEN}]+`, "gu");

/** Longer words are not searched: no address is that long, and the search would take long. */
const LONGEST_WORD = 400;

const DOMAIN = String.raw`(?:[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?\.)+[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}]`;
const LOCAL_PART = String.raw`[\p{L}\p{M}\p{N}!#$%&'*+=?^_\x60{}~.-]+`;
const ADDRESS = new RegExp(`${LOCAL_PART}@${DOMAIN}`, "gu");

/** Invisible characters that programs put into text. */
const INVISIBLE = new RegExp(
  String.raw`\u034f|[\u00ad\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0]|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]`,
  "gu",
);

/** Hyphens, dashes and minus signs that programs write instead of `-`. */
const HYPHENS = /[\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d]/gu;

/** A dash that is glued to the end of an address. Domains have no such dashes. */
const DASH_BEHIND = /(@[^\s@\u2014\u2015]+\.[^\s@\u2014\u2015]+)[\u2014\u2015]/gu;

/** List marks and quotes in front of an address. A local part may begin with `_`. */
const LEADING = /^[-.*+=&?!#'`~]+/u;

/** Bullets, which are in no address. They may be glued to the first of a word. */
const BULLETS = /^[•·◦▪‣●○■□➢➤►▶✓✔✅☑☐]*$/u;

/** What may be glued to the end of an address without a loss: punctuation and signs. */
const AFTER = /^(?:(?!@)[\p{P}\p{S}\p{Cc}])*$/u;

/** The query of a link, up to the last name of a value: `?cc=` of a link to mail, `u?e=` of a link. */
const QUERY = /^(?:(?:.*[?&])?(?:(?<=[?&])\p{L}[\p{L}_-]*|e|e-?mail|mail|to|cc|bcc)=)?/iu;
const TRAILING = /[^\p{L}\p{M}\p{N}]+$/u;

/** A link to mail. Its addresses, as its copies, may be percent-encoded. */
const MAIL_LINK = /mailto:([^\s<>"'()[\]]*)/giu;
const TEXT_OF_LINK = /^(?:subject|body)=[^@]*$/iu;

/** Characters as HTML writes them. */
const ENTITIES = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&nbsp;": " ", "&amp;": "&", "&#39;": "'", "&#64;": "@" };
const ENTITY = /&(?:lt|gt|quot|nbsp|amp|#39|#64);/gu;

/** The number of an entry of a list, glued to what holds its address. */
const NUMBER = /(^|[\s,;])(\d{1,4})\.(?=[^\s,;@]{1,64}@)/gu;

/** Words that hold something like a domain, such as `tim at example.com`, are a mistyped address. */
const LIKE_DOMAIN = /[\p{L}\p{N}]\.\p{L}{2,}/u;

/** Words that join or announce addresses, in the languages of the pages. They are no names. */
const JOINING = new Set(
  ("a à aan ad adres adresse address addresses and au aux cc bcc courriel da de do e ed e-mail e-mails email emails en et i kopia" +
    " mail mails mailto o oder of or oraz ou para por sowie to u und van von y").split(" "),
);

/** Local parts that stand for a machine or for everybody. */
const SHARED = new Set(
  "abuse all bounce bounces everyone mailer-daemon no-reply no_reply nobody noreply postmaster root webmaster do-not-reply donotreply".split(" "),
);

/** Large providers, whose names are often mistyped. */
const PROVIDERS = (
  "gmail.com googlemail.com hotmail.com hotmail.fr hotmail.de hotmail.es hotmail.it outlook.com outlook.fr outlook.de outlook.es outlook.it" +
  " yahoo.com yahoo.fr yahoo.de yahoo.es yahoo.it icloud.com protonmail.com proton.me orange.fr wanadoo.fr laposte.net" +
  " t-online.de msn.com libero.it virgilio.it telefonica.net ziggo.nl kpnmail.nl hetnet.nl interia.pl gmx.de gmx.net gmx.at gmx.ch gmx.com gmx.fr" +
  " web.de wp.pl onet.pl o2.pl free.fr sfr.fr live.com live.fr live.it live.nl aol.com aol.de"
).split(" ");

/** Providers that have a single domain; their name with another ending is a slip. */
const SINGLE = ["gmail.com", "googlemail.com", "laposte.net", "t-online.de"];

/** Cyrillic and Greek letters that look like Latin ones, and those. */
const LOOKALIKES = new Map([..."аеорсухіјѕһԁɡοαν"].map((letter, index) => [letter, [..."aeopcyxijshdgoav"][index]]));

/** Real domains that look like a slip of another one. */
const GENUINE = new Set([...PROVIDERS, "mail.com", "email.com", "ymail.com", "hotmail.co", "outlook.be", "yahoo.co", "yahoo.ca", "yahoo.pl", "yahoo.nl", "yahoo.be"]);

/**
 * Every address in a text, in order and each once, and the words that belong to none.
 * An entry is `{ address, key, valid, label, count }`: `key` is equal for two spellings of one address, `label` the text
 * beside it, such as a name. `unread` is what exceeds the length that is read at once.
 * @returns {{entries: object[], rest: string[], unread: string}}
 */
export function findAddresses(text) {
  const entries = new Map();
  const rest = [];
  const add = ({ address, valid, label }) => {
    const key = keyOf(address);
    const known = entries.get(key);
    if (known) {
      known.count += 1;
      known.label ||= label;
    } else entries.set(key, { address, key, valid, label, count: 1 });
  };
  const addWords = (words) => {
    if (LIKE_DOMAIN.test(words)) add({ address: words, valid: false, label: "" });
    else rest.push(words);
  };
  for (const line of withoutNumbers(plain(text.slice(0, LONGEST))).split(LINE_END)) readLine(line, add, addWords);
  return { entries: [...entries.values()], rest, unread: text.slice(LONGEST) };
}

/** The text that `findAddresses` reads the same again: an entry a line. */
export const writeAddresses = ({ entries, rest, unread }) =>
  [...entries.map(({ address, label }) => (label ? `${label} <${address}>` : address)), ...rest, unread].filter(Boolean).join("\n");

/** The text as a person would write it: links to mail, percent-encoding and HTML are read. */
function plain(text) {
  const written = text.replaceAll("\uff20", "@").replace(ENTITY, (entity) => ENTITIES[entity]).replace(MAIL_LINK, (_, link) => ofMailLink(link));
  return decodeFully(written).replace(DASH_BEHIND, "$1 ");
}

/** The addresses of a link to mail, those in copy, too, without its subject and its body. */
function ofMailLink(link) {
  const [to, ...query] = link.split(/[?&]/u);
  const values = query.filter((part) => !TEXT_OF_LINK.test(decode(part))).map((part) => part.replace(/^(?:to|b?cc)=/iu, ""));
  return [to, ...values].filter(Boolean).map(decode).join(", ");
}

/** Removes the numbers of a list whose entries have no space behind them, if at least two follow each other. */
function withoutNumbers(text) {
  const numbers = [...text.matchAll(NUMBER)].map(([, , digits]) => Number(digits));
  let index = -1;
  return text.replace(NUMBER, (number, before) => {
    index += 1;
    return numbers[index + 1] === numbers[index] + 1 || numbers[index - 1] === numbers[index] - 1 ? before : number;
  });
}

function readLine(line, add, addWords) {
  const words = line.includes("@") ? [...line.matchAll(WORD)].filter(([word]) => word.includes("@")) : [];
  const found = words.flatMap(({ 0: word, index }) => addressesIn(word).map((entry) => ({ ...entry, word, index })));
  if (!found.length) {
    const others = described(line.split(PART_END).join(" "));
    if (others) addWords(others);
    return;
  }
  const labels = found.map(() => []);
  let end = 0;
  for (let next = 0; next <= found.length; next += 1) {
    // Two addresses of one word have nothing between them.
    const gap = line.slice(end, found[next]?.index);
    for (const { owner, label } of describe(gap, next, found.length)) {
      if (owner === null || LIKE_DOMAIN.test(label)) addWords(label);
      else labels[owner].push(label);
    }
    if (found[next]) end = found[next].index + found[next].word.length;
  }
  found.forEach(({ address, valid }, index) => add({ address, valid, label: labels[index].join(" ") }));
}

/**
 * The addresses in one word that holds an `@`. Where other characters are glued to them, the word is one entry that is not
 * valid: a part of it may be the address of somebody else.
 */
function addressesIn(word) {
  const cleaned = withoutEmphasis(word.replace(INVISIBLE, "").replace(HYPHENS, "-").replace(/[‘’]/gu, "'"));
  if (cleaned.length > LONGEST_WORD) return [{ address: cleaned, valid: false }];
  let end = 0;
  const found = [...cleaned.matchAll(ADDRESS)].map(({ 0: match, index }) => {
    const address = match.replace(LEADING, "").replace(QUERY, "").replace(LEADING, "");
    const before = cleaned.slice(end, index);
    const first = end === 0;
    end = index + match.length;
    return { address, apart: !address.startsWith("@") && (first ? BULLETS.test(before) : !before && address !== match) };
  });
  if (found.length && found.every(({ apart }) => apart) && AFTER.test(cleaned.slice(end))) {
    return found.map(({ address }) => ({ address, valid: isAddress(address) }));
  }
  return [{ address: cleaned.replace(LEADING, "").replace(/[^\p{L}\p{M}\p{N}@]+$/u, "") || cleaned, valid: false }];
}

/** A word without the `_` on both sides that some programs write for italics. */
const withoutEmphasis = (word) => /^(?<mark>_{1,3})(?<inner>[^_].*?)\k<mark>[.,!?]?$/u.exec(word)?.groups.inner ?? word;

/**
 * To which address the words of a gap belong: the gap before address number `next`, of `count` in the line. Entries without
 * an address, between others, belong to none: `owner` is null.
 */
function describe(gap, next, count) {
  const entries = gap.split(/^\s*>|<\s*$/u.test(gap) ? ENTRY_END_OF_NAMES : ENTRY_END);
  if (entries.length === 1) return describePart(gap, next, count);
  const ownerOf = (index) => {
    if (index === 0 && next > 0) return next - 1;
    return index === entries.length - 1 && next < count ? next : null;
  };
  return entries
    .map((entry, index) => ({ owner: ownerOf(index), label: described(entry.split(PART_END).join(" ")) }))
    .filter(({ label }) => label);
}

function describePart(gap, next, count) {
  const parts = gap.split(PART_END);
  return parts
    .map((part, index) => {
      const follows = next > 0 && (next === count || (index === 0 && parts.length > 1));
      return { owner: follows ? next - 1 : next, label: described(part) };
    })
    .filter(({ label }) => label);
}

/** The words of a text without list marks, numbering, quotes, brackets, and words that only join. */
function described(text) {
  const words = text
    .replace(INVISIBLE, "")
    .replace(/^\s*\d{1,4}[.):](?:\s+|$)/u, "")
    .replace(/[<>()[\]{}"“”„«»‹›|:\\•·*=◦▪‣]+/gu, " ")
    .trim()
    .split(/\s+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  const joins = (word) => word.length < 20 && JOINING.has(word.toLowerCase().replace(TRAILING, ""));
  return words.every(joins) ? "" : words.join(" ");
}

/**
 * Whether mail can be sent to an address: by the rules of the API, which are at least two labels and an ASCII local part, and with
 * a last label as top-level domains have it (RFC 3696, section 2): letters, or Punycode.
 */
function isAddress(address) {
  const at = address.lastIndexOf("@");
  const [local, domain] = [address.slice(0, at), asciiDomain(address.slice(at + 1))];
  return (
    /^[\w!#$%&'*+=?^`{}~-]+(?:\.[\w!#$%&'*+=?^`{}~-]+)*$/.test(local) &&
    local.length <= 64 &&
    /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{0,58}[a-z0-9])$/.test(domain) &&
    local.length + domain.length < 254
  );
}

/** The form in which two spellings of one address are equal. */
export function keyOf(address) {
  const composed = address.normalize("NFC");
  const at = composed.lastIndexOf("@");
  return at < 0 ? composed.toLowerCase() : `${composed.slice(0, at).toLowerCase()}@${asciiDomain(composed.slice(at + 1))}`;
}

/** A domain in lower-case ASCII (Punycode), as the API compares it. */
export function asciiDomain(domain) {
  try {
    return /^[\x21-\x7e]*$/.test(domain) ? domain.toLowerCase() : new URL(`http://${domain}`).hostname;
  } catch {
    return domain.toLowerCase();
  }
}

/**
 * What prevents each entry from being invited, or should be looked at before.
 * `known`: `members` and `invited` are sets of keys, `domains` those that the store allows (empty: all), `available` the
 * free seats (null: unlimited), `trusted` domains that are known to be right, `refused` what the API said, by key.
 * Adds to each entry `fault`, the name of what prevents it, and `advice`, `{ name, instead }`, a doubt that prevents nothing.
 */
export function check(entries, { members, invited, domains, available, trusted = [], refused = new Map() }) {
  let free = available ?? Infinity;
  let room = MOST;
  return entries.map((entry) => {
    const domain = entry.key.slice(entry.key.lastIndexOf("@") + 1);
    const fault =
      (!entry.valid && "no-address") ||
      (members.has(entry.key) && "member") ||
      (invited.has(entry.key) && "invited") ||
      (domains.length && !domains.includes(domain) && "domain") ||
      (refused.has(entry.key) && "refused") ||
      (free <= 0 && "seat") ||
      (room <= 0 && "later") ||
      null;
    if (!fault) {
      free -= 1;
      room -= 1;
    }
    // An address that waits for a seat, or whose domain is not allowed, may be mistyped, too.
    const possible = !fault || ["seat", "later", "domain"].includes(fault);
    return { ...entry, fault, advice: possible ? adviceFor(entry, domain, trusted) : null };
  });
}

function adviceFor({ address, key }, domain, trusted) {
  const typed = address.slice(address.lastIndexOf("@") + 1);
  const meant = latinDomain(typed) ?? likelyDomain(domain, trusted);
  const unnumbered = /^\d{1,3}\.(.+)$/u.exec(address)?.[1];
  if (unnumbered && !/^[\d.]*@/u.test(unnumbered)) return { name: "slip", instead: unnumbered };
  if (meant) return { name: "slip", instead: `${address.slice(0, address.lastIndexOf("@"))}@${meant}` };
  if (SHARED.has(key.slice(0, key.lastIndexOf("@")))) return { name: "shared" };
  return null;
}

/** A domain that mixes Latin letters with others that look like them, in Latin letters alone; null for others. */
function latinDomain(domain) {
  const latin = [...domain.toLowerCase()].map((letter) => LOOKALIKES.get(letter) ?? letter).join("");
  const mixed = domain.split(".").some((label) => /[a-z]/iu.test(label) && /[^\p{ASCII}]/u.test(label));
  return mixed && /^\p{ASCII}+$/u.test(latin) ? latin : null;
}

/**
 * The domain that was probably meant, if one is a slip away: a letter more, less, changed, or two swapped, in its name or its
 * ending or in both, or another ending of a provider that has one domain.
 */
export function likelyDomain(domain, trusted = []) {
  if (GENUINE.has(domain) || trusted.includes(domain)) return null;
  const twice = /^(.+\.com)\.com$/u.exec(domain)?.[1];
  if (PROVIDERS.includes(twice)) return twice;
  const single = SINGLE.find((known) => domain.startsWith(known.slice(0, known.indexOf(".") + 1)));
  if (single) return single;
  return [...trusted, ...PROVIDERS].find((known) => isLikelySlip(domain, known)) ?? null;
}

/** Endings that are one slip away from those of providers, and exist. */
const GENUINE_ENDINGS = new Set(["co", "cm", "om", "net", "nl", "no", "pt", "ch", "at", "it", "is", "in", "fi", "fm", "dk", "dev", "es", "ee", "pk", "ph"]);

function isLikelySlip(typed, meant) {
  const dot = meant.indexOf(".");
  if (dot > 4) {
    const end = typed.indexOf(".");
    const ending = typed.slice(end + 1);
    // An ending of three letters that does not exist may follow a mistyped name.
    const both = ending.length === 3 && !GENUINE_ENDINGS.has(ending) && isOneSlip(ending, meant.slice(dot + 1));
    return isOneSlip(typed, meant) || (both && isOneSlip(typed.slice(0, end), meant.slice(0, dot)));
  }
  // Short names are one slip away from many others, so that only their ending can be a slip: two letters swapped, or an
  // ending of three that does not exist.
  const [name, end] = [meant.slice(0, dot + 1), meant.slice(dot + 1)];
  const wrong = typed.slice(name.length);
  if (!typed.startsWith(name) || GENUINE_ENDINGS.has(wrong) || !isOneSlip(wrong, end)) return false;
  return wrong.length >= 3 || [...wrong].reverse().join("") === end;
}

function isOneSlip(typed, meant) {
  if (typed === meant || Math.abs(typed.length - meant.length) > 1) return false;
  let start = 0;
  while (start < typed.length && typed[start] === meant[start]) start += 1;
  let end = 0;
  while (end < Math.min(typed.length, meant.length) - start && typed.at(-1 - end) === meant.at(-1 - end)) end += 1;
  const [wrong, right] = [typed.slice(start, typed.length - end), meant.slice(start, meant.length - end)];
  if (wrong.length <= 1 && right.length <= 1) return true;
  return wrong.length === 2 && right.length === 2 && wrong[0] === right[1] && wrong[1] === right[0];
}
