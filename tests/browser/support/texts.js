// The texts of the pages, from the same files.

import { readFileSync } from "node:fs";
import { FluentBundle, FluentResource } from "@fluent/bundle";

export const LANGUAGES = ["en", "nl", "de", "fr", "es", "it", "pl"];

const folder = new URL("../../../shared/locales/", import.meta.url);

/** `t(id, values)` in a language. A missing text fails the test. */
export function texts(locale) {
  const bundle = new FluentBundle(locale, { useIsolating: false });
  for (const name of ["dates", "pages", "team"]) {
    bundle.addResource(new FluentResource(readFileSync(new URL(`${locale}/${name}.ftl`, folder), "utf8")));
  }
  const t = (id, values) => {
    const pattern = bundle.getMessage(id)?.value;
    if (!pattern) throw new Error(`no text ${id} in ${locale}`);
    const errors = [];
    const text = bundle.formatPattern(pattern, values, errors);
    if (errors.length) throw errors[0];
    return text.trim();
  };
  t.locale = locale;
  return t;
}
