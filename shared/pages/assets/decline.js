// The dialog that declines an invitation, for the page of its link and for the invitee's team page.

import { Button, Dialog, Field, Notice, html, useState } from "./ui.js";

/** `body` says what follows, `typed` is a reason from before. `decline(reason)` throws a problem, which `problemShown` draws. */
export function DeclineDialog({ t, body, typed = "", decline, problemShown, onClose }) {
  const [reason, setReason] = useState(typed);
  const [problem, setProblem] = useState(null);
  const submit = () => {
    setProblem(null);
    return decline(reason).catch(setProblem);
  };
  return html`
    <${Dialog} title=${t("decline-title")} onClose=${onClose} unsaved=${Boolean(reason.trim())} actions=${(close) => html`
      <${Button} onClick=${close}>${t("cancel")}<//>
      <${Button} kind="danger" onClick=${submit}>${t("decline-confirm")}<//>
    `}>
      <p>${body}</p>
      <${Field} label=${t("decline-reason")} optional=${t("optional")} hint=${t("decline-reason-hint")} multiline maxlength="500"
        value=${reason} onInput=${setReason} />
      ${problem && (problemShown?.(problem) ?? html`<${Notice} kind="problem"><p>${t.problem(problem)}</p><//>`)}
    <//>
  `;
}
