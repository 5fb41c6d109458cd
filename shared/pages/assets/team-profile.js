// The reader's profile: their name and language, which every store that they are a member of has.

import { Failure, focusFault, useDraftOf } from "./team-context.js";
import { readDraft } from "./drafts.js";
import { Button, Dialog, Field, Notice, html, languageOptions, useState } from "./ui.js";

const draftOwner = ({ sub }) => ({ user: sub, store: null, form: "profile" });

/** Whether a sign-in interrupted a change of the profile. */
export const hasProfileDraft = (profile) => readDraft(draftOwner(profile)) !== null;

/**
 * `me` is the stored profile, `profile` are the claims of the identity provider. `member`: whether the reader is a member
 * of a store; an owner's name is the platform's.
 */
export function ProfileDialog({ t, api, signIn, me, profile, member, onSaved, onClose }) {
  return member
    ? html`<${ProfileForm} ...${{ t, api, signIn, me, profile, onSaved, onClose }} />`
    : html`
        <${Dialog} title=${t("profile-title")} onClose=${onClose} actions=${(close) => html`<${Button} onClick=${close}>${t("close")}<//>`}>
          ${me.name && html`<p><strong>${me.name}</strong></p>`}
          <p>${t("profile-owner")}</p>
        <//>
      `;
}

function ProfileForm({ t, api, signIn, me, profile, onSaved, onClose }) {
  const [draft, keepDraft] = useDraftOf(draftOwner(profile));
  const before = { name: me.name ?? "", locale: me.locale ?? t.locale };
  const [form, setForm] = useState(draft ?? before);
  const [wrong, setWrong] = useState(null);
  const [problem, setProblem] = useState(null);
  const name = form.name.trim();
  const change = { ...(name !== before.name && { name }), ...(form.locale !== before.locale && { locale: form.locale }) };
  const changed = Object.keys(change).length > 0;
  const offered = profile.name && profile.name !== me.name && profile.name !== name && profile.name;

  const setName = (typed) => {
    setForm({ ...form, name: typed });
    setWrong(null);
  };
  const useOffered = () => {
    setName(offered);
    // The button disappears.
    document.querySelector("#profile input").focus();
  };
  const save = async () => {
    setProblem(null);
    setWrong(name || !("name" in change) ? null : t("profile-name-missing"));
    if (!name && "name" in change) return focusFault();
    if (!changed) return onClose();
    try {
      return await onSaved((await api("PATCH", "/me", change)).body);
    } catch (cause) {
      if (cause.code === "unauthenticated") keepDraft(form);
      return setProblem(cause);
    }
  };

  return html`
    <${Dialog} title=${t("profile-title")} onClose=${onClose} unsaved=${changed} actions=${(close) => html`
      <${Button} onClick=${close}>${t("cancel")}<//>
      <${Button} kind="primary" type="submit" form="profile" onClick=${save}>${t("save")}<//>
    `}>
      <p>${t("profile-lead")}</p>
      <form id="profile" novalidate onSubmit=${(event) => event.preventDefault()}>
        <${Field} label=${t("profile-name")} hint=${t("profile-name-hint")} error=${wrong} value=${form.name} maxlength="200"
          autocomplete="name" spellcheck=${false} onInput=${setName} />
        ${offered && html`
          <${Notice}>
            <p>${t("profile-account-name", { name: offered })}</p>
            <${Button} onClick=${useOffered}>${t("profile-use", { name: offered })}<//>
          <//>
        `}
        <${Field} label=${t("language")} hint=${t("profile-language-hint")}>
          ${(common) => html`
            <select ...${common} autocomplete="language" onChange=${(event) => setForm({ ...form, locale: event.target.value })}>
              ${languageOptions(form.locale)}
            </select>
          `}
        <//>
      </form>
      ${problem && html`<${Failure} t=${t} signIn=${signIn} problem=${problem} />`}
    <//>
  `;
}
