// The parts that both pages are made of.

import { html, render, useEffect, useLayoutEffect, useMemo, useRef, useState } from "./htm-preact.js";
import { languages } from "./texts.js";

export { createContext, html, render, useContext, useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from "./htm-preact.js";

// A page taken out of the browser's memory would still be busy with what it left for.
addEventListener("pageshow", (event) => event.persisted && location.reload());

/**
 * The frame of a page. `title` is what the tab is called, `name` what stands above: the shop's name, once it is known.
 * `onLocale` is told the language that the reader chose. `narrow` is one column for one matter.
 */
export function Page({ t, title, name, narrow, onLocale, actions, footer, children }) {
  useEffect(() => {
    document.title = title;
  }, [title]);
  return html`
    <header class=${narrow ? "top narrow" : "top"}>
      <p class="brand">${name}</p>
      ${actions}
      ${t && html`<${LanguageSwitch} t=${t} onLocale=${onLocale} />`}
    </header>
    <main class=${narrow ? "narrow" : "wide"}>${children}</main>
    ${footer && html`<footer class="bottom">${footer}</footer>`}
  `;
}

function LanguageSwitch({ t, onLocale }) {
  return html`
    <label class="language">
      <span class="unseen">${t("language")}</span>
      <select value=${t.locale} onChange=${(event) => onLocale(event.target.value)}>
        ${languageOptions(t.locale)}
      </select>
    </label>
  `;
}

/** Every language that the page speaks, to choose from. */
export function languageOptions(chosen) {
  return languages.map(({ tag, name }) => html`<option key=${tag} value=${tag} lang=${tag} selected=${tag === chosen}>${name}</option>`);
}

/** A heading that takes the focus when it appears, so that whoever cannot see the page hears what it has become. */
export function Heading({ level = 1, focus = true, children }) {
  const element = useRef();
  useLayoutEffect(() => {
    if (focus) element.current.focus({ preventScroll: true });
  }, []);
  return html`<${`h${level}`} ref=${element} tabindex="-1">${children}</>`;
}

/**
 * A button that is busy for as long as what `onClick` returns takes, and takes no second click meanwhile.
 * `kind`: "primary", "danger" or "quiet"; plain otherwise.
 */
export function Button({ kind = "plain", onClick, children, ...attributes }) {
  const [busy, setBusy] = useState(false);
  const running = useRef(false);
  const click = async (event) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    try {
      await onClick?.(event);
    } finally {
      running.current = false;
      setBusy(false);
    }
  };
  // Not `disabled`: the focus would be lost, and with it the place on the page.
  return html`
    <button type="button" class="button ${kind}" aria-busy=${busy} aria-disabled=${busy} ...${attributes} onClick=${click}>
      ${children}
    </button>
  `;
}

let fields = 0;

/**
 * A labelled field. `children` replace the input by what is given (called with the id and what describes it); `hint`
 * explains, `error` says what is wrong.
 */
export function Field({ label, hint, error, optional, multiline, onInput, children, ...attributes }) {
  const id = useMemo(() => `field-${(fields += 1)}`, []);
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
  const common = { id, "aria-describedby": described, "aria-invalid": error ? "true" : undefined };
  const input = (event) => onInput?.(event.target.value);
  return html`
    <div class="field">
      <label for=${id}>${label}${optional && html` <span class="faint">${optional}</span>`}</label>
      ${hint && html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}
      ${children
        ? children(common)
        : multiline
          ? html`<textarea rows="3" ...${common} ...${attributes} onInput=${input}></textarea>`
          : html`<input ...${common} ...${attributes} onInput=${input} />`}
      ${error && html`<p class="error" id=${`${id}-error`}>${error}</p>`}
    </div>
  `;
}

/** A native dialog, open for as long as it is drawn. The focus goes back to where it was. */
export function Dialog({ title, onClose, children, actions }) {
  const element = useRef();
  const id = useMemo(() => `dialog-${(fields += 1)}`, []);
  useLayoutEffect(() => {
    const before = document.activeElement;
    const dialog = element.current;
    dialog.showModal();
    return () => {
      dialog.close();
      if (before?.isConnected) before.focus();
    };
  }, []);
  const cancel = (event) => {
    event.preventDefault();
    onClose();
  };
  return html`
    <dialog ref=${element} aria-labelledby=${id} onCancel=${cancel}>
      <h2 id=${id}>${title}</h2>
      ${children}
      <div class="actions">${actions}</div>
    </dialog>
  `;
}

/** Something that has to be said: `kind` "problem" is told at once, "warning", "success" and "note" when there is a pause. */
export function Notice({ kind = "note", children, ...attributes }) {
  return html`<div class="notice ${kind}" role=${kind === "problem" ? "alert" : "status"} ...${attributes}>${children}</div>`;
}

/** A word about the state of something: `kind` "good", "bad", "waiting" or "plain". */
export function Badge({ kind = "plain", children }) {
  return html`<span class="badge ${kind}">${children}</span>`;
}

/** Draws a page. */
export function show(page) {
  document.querySelector("main[aria-busy]")?.remove();
  render(page, document.body);
}

/** What is left to say when a page's own words could not be loaded: in English, as the markup does. */
export function broken(error) {
  console.error(error);
  show(html`
    <main class="narrow">
      <div class="card">
        <h1>This page could not be loaded</h1>
        <p>Please check your connection, then try again.</p>
        <${Button} kind="primary" onClick=${() => location.reload()}>Try again<//>
      </div>
    </main>
  `);
}
