// The texts of the pages in the reader's language: the Fluent files of shared/locales, which the mails use, too.

import { formatIn } from "./days.js";
import { storage } from "./storage.js";

/* global FluentBundle */
const { FluentBundle: Bundle, FluentResource: Resource } = FluentBundle;

const FALLBACK = "en";
const FEW = 3;
const CHOICE = "staffroom.language";
const links = [...document.querySelectorAll("link[rel=texts]")];

/** Every language of the page: its tag, and its name in that language. */
export const languages = links.map(({ hreflang, title }) => ({ tag: hreflang, name: title }));

/** The page's language for a tag such as `fr-BE`; undefined if it has none. */
const supported = (tag) => {
  const language = String(tag ?? "").toLowerCase().split(/[-_]/)[0];
  return languages.some(({ tag }) => tag === language) ? language : undefined;
};

/** The reader's choice if there is one, otherwise the first of the preferred languages, otherwise the browser's. */
export function chooseLocale(...preferred) {
  return [storage.getItem(CHOICE), ...preferred, ...navigator.languages].map(supported).find(Boolean) ?? FALLBACK;
}

/** Remembers the language that the reader chose, until the tab is closed. */
export function rememberLocale(tag) {
  storage.setItem(CHOICE, tag);
}

async function load(tag) {
  const response = await fetch(links.find(({ hreflang }) => hreflang === tag).href);
  if (!response.ok) throw new Error(`texts: ${response.status}`);
  // Isolation marks would end up in what people copy from the page.
  const bundle = new Bundle(tag, { useIsolating: false });
  bundle.addResource(new Resource(await response.text()));
  return bundle;
}

const loading = new Map();

function bundleOf(tag) {
  // A request that failed is made again the next time.
  if (!loading.has(tag)) loading.set(tag, load(tag).catch((error) => (loading.delete(tag), Promise.reject(error))));
  return loading.get(tag);
}

/**
 * Loads a language, and sets it as the document's.
 * @returns {Promise<Function>} `t(id, values)`, with `t.locale`, `t.day(date, zone)`, `t.moment(date)`, `t.problem(problem)`,
 * `t.few(list)`
 */
export async function loadTexts(locale) {
  const bundles = [await bundleOf(locale)];
  const t = (id, values) => t.maybe(id, values) ?? id;

  /** The message, or undefined where no language has it. */
  t.maybe = (id, values) => {
    for (const bundle of bundles) {
      const pattern = bundle.getMessage(id)?.value;
      if (pattern) return bundle.formatPattern(pattern, values, []);
    }
    return undefined;
  };

  t.locale = locale;
  // The reader's own variant of the language, such as `en-GB`, and their own time zone.
  const own = navigator.languages.find((tag) => supported(tag) === locale) ?? locale;
  const moment = new Intl.DateTimeFormat(own, {
    day: "numeric", month: "long", year: "numeric", hour: "numeric", minute: "2-digit", timeZoneName: "short",
  });
  // A date that cannot be read must not prevent the rest from being shown.
  const inZone = new Map();
  const dayIn = (zone) => {
    if (!inZone.has(zone)) inZone.set(zone, formatIn(own, { dateStyle: "long" }, zone));
    return inZone.get(zone);
  };
  const written = (format, date) => (Number.isNaN(new Date(date ?? NaN).getTime()) ? t("date-unknown") : format.format(new Date(date)));
  /** A date in words, in the time zone of a store or else in the reader's. */
  t.day = (date, zone) => written(dayIn(zone), date);
  /** A date and time in words, with the time zone. */
  t.moment = (date) => written(moment, date);
  /** A list that stays short: the first three, and how many more there are. */
  t.few = (list) => {
    const shown = list.slice(0, FEW).join(", ");
    return list.length > FEW ? t("list-few", { shown, more: list.length - FEW }) : shown;
  };
  /** A problem as a sentence for the reader, never as a code. */
  t.problem = (problem) =>
    t.maybe(`problem-${String(problem?.code).replaceAll("_", "-")}`, problemValues(problem, t)) ?? t("problem-other");

  document.documentElement.lang = locale;
  return t;
}

function problemValues(problem, t) {
  const minutes = Math.max(1, Math.ceil((problem.retryAfter ?? 60) / 60));
  return {
    limit: problem.limit ?? 0,
    email: problem.invited_email ?? "",
    minutes,
    when: t.moment(Date.now() + minutes * 60_000),
  };
}
