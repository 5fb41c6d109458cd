// The components that both pages share.

import { createContext, html, render, useContext, useEffect, useErrorBoundary, useLayoutEffect, useMemo, useRef, useState } from "./elements.js";
import { languages } from "./texts.js";

export { createContext, html, useContext, useEffect, useLayoutEffect, useMemo, useRef, useState } from "./elements.js";

// A page restored from the browser's memory would still wait for the navigation that left it.
addEventListener("pageshow", (event) => event.persisted && location.reload());

/** The texts `t`, for components that every page uses. */
export const Texts = createContext();

/**
 * The frame of a page. `title` is the title of the tab, `name` the store's name, once it is known. `onLocale` receives the
 * language that the reader chose. `narrow` is a single column. `result` is shown below, always in sight.
 */
export function Page({ t, title, name, narrow, onLocale, actions, footer, result, children }) {
  useEffect(() => {
    document.title = title;
  }, [title]);
  return html`
    <${Texts.Provider} value=${t}>
      <header class=${narrow ? "top narrow" : "top"}>
        <p class="brand">${name}</p>
        ${actions}
        <${LanguageSwitch} t=${t} onLocale=${onLocale} />
      </header>
      <main class=${narrow ? "narrow" : "wide"}>${children}${result}</main>
      ${footer && html`<footer class="bottom">${footer}</footer>`}
    <//>
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

/** Every language of the page as an option. */
export function languageOptions(chosen) {
  return languages.map(({ tag, name }) => html`<option key=${tag} value=${tag} lang=${tag} selected=${tag === chosen}>${name}</option>`);
}

/** A heading that takes the focus when it appears, so that screen readers announce the new view. */
export function Heading({ level = 1, focus = true, children }) {
  const element = useRef();
  useLayoutEffect(() => {
    if (focus) element.current.focus({ preventScroll: true });
  }, []);
  return html`<${`h${level}`} ref=${element} tabindex="-1">${children}</>`;
}

/**
 * A button that is busy until the promise of `onClick` is settled, and ignores clicks meanwhile.
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
  // Not `disabled`: a disabled button loses the focus.
  return html`
    <button type="button" class="button ${kind}" aria-busy=${busy} aria-disabled=${busy} ...${attributes} onClick=${click}>
      ${children}
    </button>
  `;
}

/** What came of an action, always in sight until it is closed. The place is drawn without a `text`, too, so that it is announced. */
export function Result({ kind, text, onClose }) {
  const t = useContext(Texts);
  return html`
    <div class="result" role="status">
      ${text && html`
        <${Notice} kind=${kind} role=${undefined}>
          <p>${text}</p>
          <${Button} kind="quiet" onClick=${onClose}>${t("close")}<//>
        <//>
      `}
    </div>
  `;
}

let fields = 0;

/**
 * A labelled field. `hint` explains, `error` says what is wrong. `children`, a function of the common attributes, gives
 * another control than an input.
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

/**
 * A native dialog, open for as long as it is drawn. The focus returns to where it was. `unsaved` tells that something
 * was entered: then the dialog asks before it closes. `actions` is a function of `close`, which closes the dialog.
 */
export function Dialog({ title, onClose, unsaved = false, children, actions }) {
  const t = useContext(Texts);
  const element = useRef();
  const [asking, setAsking] = useState(false);
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
  const close = () => (unsaved ? setAsking(true) : onClose());
  const escape = (event) => {
    if (event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    if (asking) setAsking(false);
    else close();
  };
  return html`
    <dialog ref=${element} aria-labelledby=${id} onCancel=${escape} onKeyDown=${(event) => event.key === "Escape" && escape(event)}>
      <h2 id=${id}>${title}</h2>
      ${children}
      <div class="actions">
        ${asking
          ? html`<${Discard} t=${t} onKeep=${() => setAsking(false)} onDiscard=${onClose} />`
          : actions(close)}
      </div>
    </dialog>
  `;
}

/** Asks whether what was entered is to be lost. */
function Discard({ t, onKeep, onDiscard }) {
  const element = useRef();
  useEffect(() => element.current.querySelector("button").focus(), []);
  return html`
    <div class="discard" role="alert" ref=${element}>
      <p>${t("discard-question")}</p>
      <${Button} onClick=${onKeep}>${t("discard-keep")}<//>
      <${Button} kind="danger" onClick=${onDiscard}>${t("discard")}<//>
    </div>
  `;
}

/** A message: screen readers announce `kind` "problem" at once, and "warning", "success" and "note" at the next pause. */
export function Notice({ kind = "note", children, ...attributes }) {
  return html`<div class="notice ${kind}" role=${kind === "problem" ? "alert" : "status"} ...${attributes}>${children}</div>`;
}

/** A state in a word: `kind` "good", "bad", "waiting" or "plain". */
export function Badge({ kind = "plain", children }) {
  return html`<span class="badge ${kind}">${children}</span>`;
}

/** Draws `children`, or `instead` where they cannot be drawn, so that one faulty entry does not take the page with it. */
export function Guard({ instead, children }) {
  const [error] = useErrorBoundary((cause) => console.error(cause));
  return error ? instead : children;
}

/** Draws a page. */
export function renderPage(page) {
  document.querySelector("main[aria-busy]")?.remove();
  render(page, document.body);
}

/** Shown when even the texts of a page could not be loaded: in English, as the markup. */
export function renderLoadFailure(error) {
  console.error(error);
  renderPage(html`
    <main class="narrow">
      <div class="card">
        <h1>This page could not be loaded</h1>
        <p>Please check your connection, then try again.</p>
        <${Button} kind="primary" onClick=${() => location.reload()}>Try again<//>
      </div>
    </main>
  `);
}
