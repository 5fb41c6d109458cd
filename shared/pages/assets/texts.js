// What the pages say, in the reader's language: the Fluent files of shared/locales, as the mails do.

/* global FluentBundle */
const { FluentBundle: Bundle, FluentResource: Resource } = FluentBundle;

const FALLBACK = "en";
const CHOICE = "staffroom.language";
const links = [...document.querySelectorAll("link[rel=texts]")];

/** Every language that the page speaks: its tag, and its own name for itself. */
export const languages = links.map(({ hreflang, title }) => ({ tag: hreflang, name: title }));

const spoken = (tag) => {
  const language = String(tag ?? "").toLowerCase().split(/[-_]/)[0];
  return languages.some(({ tag }) => tag === language) ? language : undefined;
};

/** The first language that the page speaks: the reader's own choice before the preferred ones, the browser's after. */
export function chooseLocale(...preferred) {
  return [sessionStorage.getItem(CHOICE), ...preferred, ...navigator.languages].map(spoken).find(Boolean) ?? FALLBACK;
}

/** Remembers a language that the reader chose, for as long as the tab is open. */
export function rememberLocale(tag) {
  sessionStorage.setItem(CHOICE, tag);
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
  // What failed once may be there when it is asked for again.
  if (!loading.has(tag)) loading.set(tag, load(tag).catch((error) => (loading.delete(tag), Promise.reject(error))));
  return loading.get(tag);
}

/**
 * Loads a language, and sets it as the document's.
 * @returns {Promise<Function>} `t(id, values)`, with `t.locale`, `t.day(date)`, `t.moment(date)`, `t.problem(problem)`
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
  // The reader's own kind of English, or of any other language, and their own time zone.
  const own = navigator.languages.find((tag) => spoken(tag) === locale) ?? locale;
  const day = new Intl.DateTimeFormat(own, { dateStyle: "long" });
  const moment = new Intl.DateTimeFormat(own, {
    day: "numeric", month: "long", year: "numeric", hour: "numeric", minute: "2-digit", timeZoneName: "short",
  });
  /** A date in words. */
  t.day = (date) => day.format(new Date(date));
  /** A date and time in words, with the time zone. */
  t.moment = (date) => moment.format(new Date(date));
  /** What a problem means to the reader: a sentence, and never a code. */
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
