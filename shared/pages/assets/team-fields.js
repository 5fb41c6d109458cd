// Fields that an invitation and a member have in common.

import { dayOf, endOf, useShop } from "./team-shop.js";
import { Field, html, languageOptions } from "./ui.js";

/** The day on which access ends. */
export function EndField({ value, error, onInput }) {
  const { t } = useShop();
  return html`
    <${Field} type="date" label=${t("access-end")} optional=${t("optional")} hint=${t("access-end-hint")} error=${error}
      value=${value} min=${dayOf(Date.now())} onInput=${onInput} />
  `;
}

/** Whether a date field's day is over. */
export const isOver = (day) => Boolean(day) && new Date(endOf(day)) <= new Date();

/** The language in which somebody is written to. */
export function LanguageField({ value, onInput }) {
  const { t } = useShop();
  return html`
    <${Field} label=${t("invite-language")} hint=${t("invite-language-hint")}>
      ${(common) => html`
        <select ...${common} onChange=${(event) => onInput(event.target.value)}>
          ${languageOptions(value)}
        </select>
      `}
    <//>
  `;
}
