// Activities that the store runs, and whether their orders are mailed.

import { List, focusAfter, useList } from "./team-lists.js";
import { Failure, focusFault, ifMatch, keptDraft, useDraft, useStore } from "./team-context.js";
import { plain } from "./search-text.js";
import { Button, Dialog, Field, html, useEffect, useRef, useState } from "./ui.js";

const byName = (a, b) => a.name.localeCompare(b.name);

/** An id made of the name and of random characters, so that it is unique: `theatre-des-lilas-7f3k2`. */
const idOf = (name) =>
  [plain(name).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 48), Math.random().toString(36).slice(2, 7)].filter(Boolean).join("-");

export function Activities() {
  const context = useStore();
  const { t, me, call, notify } = context;
  const list = useList(call, "/activities", "activities", "id", byName);
  const [open, setOpen] = useState(() => me.manages && keptDraft(context, "activity"));
  const [doomed, setDoomed] = useState(null);
  const [failed, setFailed] = useState(null);
  useEffect(() => {
    list.reload();
  }, []);

  const put = async ({ id, version, name, order_notifications: orders }) => {
    const { body } = await call("PUT", `/activities/${id}`, { name, order_notifications: orders }, version ? ifMatch(version) : {});
    list.put(body);
    notify("success", `${t("activity-saved", { name: body.name })} · ${t(`activity-orders-${body.order_notifications ? "on" : "off"}`)}`);
  };
  const turn = async (activity, on) => {
    setFailed(null);
    // Shown at once, and reverted if the call fails.
    list.put({ ...activity, order_notifications: on });
    try {
      await put({ ...activity, order_notifications: on });
    } catch (problem) {
      list.put(activity);
      if (problem.code === "precondition_failed") await list.reload();
      setFailed({ id: activity.id, problem });
    }
  };

  const remove = async ({ id, version, name }, onwards) => {
    await call("DELETE", `/activities/${id}`, undefined, ifMatch(version));
    setDoomed(null);
    list.drop({ id });
    onwards();
    notify("success", t("activity-deleted", { name }));
  };

  const row = (activity) => {
    const { id, name, order_notifications: on } = activity;
    return html`
      <li class="row">
        <div class="who"><h3 tabindex="-1">${name}</h3><p class="faint">${id}</p></div>
        <div class="what">
          ${me.manages
            ? html`
                <label class="switch">
                  <input type="checkbox" checked=${on} aria-label=${t("act-on", { act: t("activity-orders"), name })}
                    onChange=${(event) => turn(activity, event.target.checked)} />
                  ${t("activity-orders")}
                </label>
              `
            : html`<p>${t(`activity-orders-${on ? "on" : "off"}`)}</p>`}
          ${failed?.id === id && html`<${Failure} problem=${failed.problem} />`}
        </div>
        <div class="acts">
          ${me.manages && html`<${Button} aria-label=${t("act-on", { act: t("activity-rename"), name })} onClick=${() => setOpen(activity)}>${t("activity-rename")}<//>
            <${Button} aria-label=${t("act-on", { act: t("activity-delete"), name })}
              onClick=${(event) => setDoomed({ activity, onwards: focusAfter(event.currentTarget.closest("li")) })}>${t("activity-delete")}<//>`}
        </div>
      </li>
    `;
  };
  return html`
    <p class="faint">${t("activities-lead")}</p>
    <${List} list=${list} label=${t("activities-title")} words=${({ name, id }) => [name, id]} none=${html`<p>${t("activities-none")}</p>`}>${row}<//>
    ${me.manages && html`<div class="actions"><${Button} onClick=${() => setOpen({ name: "", order_notifications: true })}>${t("activity-add")}<//></div>`}
    ${doomed && html`<${DeleteDialog} ...${doomed} remove=${remove} onClose=${() => setDoomed(null)} />`}
    ${open && html`<${ActivityDialog} activity=${open} put=${put} onClose=${() => setOpen(null)} />`}
  `;
}

function DeleteDialog({ activity, onwards, remove, onClose }) {
  const { t } = useStore();
  const [problem, setProblem] = useState(null);
  return html`
    <${Dialog} title=${t("activity-delete-title", { name: activity.name })} onClose=${onClose} actions=${(close) => html`
      <${Button} onClick=${close}>${t("cancel")}<//>
      <${Button} kind="danger" onClick=${() => remove(activity, onwards).catch(setProblem)}>${t("activity-delete")}<//>
    `}>
      <p>${t("activity-delete-body")}</p>
      ${problem && html`<${Failure} problem=${problem} />`}
    <//>
  `;
}

function ActivityDialog({ activity, put, onClose }) {
  const { t } = useStore();
  const [draft, keepDraft] = useDraft("activity");
  const [name, setName] = useState(draft?.typed ?? activity.name);
  const [wrong, setWrong] = useState(null);
  const [problem, setProblem] = useState(null);
  // Kept, so that sending it again creates no second one.
  const id = useRef(activity.id);
  const save = async () => {
    setProblem(null);
    setWrong(name.trim() ? null : t("activity-name-missing"));
    if (!name.trim()) return focusFault();
    id.current ??= idOf(name);
    try {
      await put({ ...activity, id: id.current, name: name.trim() });
      return onClose();
    } catch (cause) {
      if (cause.code === "unauthenticated") keepDraft({ ...activity, typed: name });
      return setProblem(cause);
    }
  };
  return html`
    <${Dialog} title=${t(activity.id ? "activity-rename" : "activity-add")} onClose=${onClose} unsaved=${name !== activity.name} actions=${(close) => html`
      <${Button} onClick=${close}>${t("cancel")}<//>
      <${Button} kind="primary" type="submit" form="activity" onClick=${save}>${t("save")}<//>
    `}>
      <form id="activity" novalidate onSubmit=${(event) => event.preventDefault()}>
        <${Field} label=${t("activity-name")} error=${wrong} value=${name} maxlength="200" onInput=${setName} />
      </form>
      ${problem && html`<${Failure} problem=${problem} />`}
    <//>
  `;
}
