// Fields that forms for invitations and for members have in common.

import { dayOf, endOf } from "./days.js";
import { isPast, useStore } from "./team-context.js";
import { Field, html, languageOptions } from "./ui.js";

/** The day on which access ends, in the time zone of the store. */
export function EndField({ value, error, onInput }) {
  const { t, store } = useStore();
  const zone = store.time_zone;
  return html`
    <${Field} type="date" label=${t("access-end")} optional=${t("optional")} hint=${t("access-end-hint", { zone })} error=${error}
      value=${value} min=${dayOf(Date.now(), zone)} onInput=${onInput} />
  `;
}

/** Whether the day of a date field has passed in the time zone. */
export const isOver = (day, zone) => isPast(endOf(day, zone));

/** The language of the mails to a person. */
export function LanguageField({ value, onInput }) {
  const { t } = useStore();
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
