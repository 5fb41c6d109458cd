// Lists that the API gives in pages.

import { Failure, plain, useStore } from "./team-context.js";
import { Button, Field, Guard, html, useEffect, useRef, useState } from "./ui.js";

const PAGE = 50;

/** Lists up to this length are read again without being asked for; longer ones by the button alone. */
const REREAD = 2 * PAGE;

/**
 * A list of the store: `items` so far, `next` if there are more, `busy`, `loaded`, `problem`.
 * `id` is the name of the entries' id. `order` sorts each page by itself, so that entries that are shown keep their place.
 */
export function useList(call, path, name, id, order) {
  const state = useRef({ items: [], next: null, busy: false, loaded: false, problem: null });
  const [, draw] = useState(0);
  const turn = useRef(0);
  const set = (change) => {
    state.current = { ...state.current, ...change };
    draw((count) => count + 1);
  };

  /** Reads pages until there are `least` entries; a later call supersedes an earlier one. */
  const load = async (least, { items, next }, quiet = false) => {
    const mine = (turn.current += 1);
    const adds = items.length > 0;
    set({ busy: !quiet, ...(!quiet && { problem: null }) });
    try {
      // A page can be empty and still have a next one.
      do {
        const query = `limit=${PAGE}${next ? `&cursor=${encodeURIComponent(next)}` : ""}`;
        const { body } = await call("GET", `${path}${path.includes("?") ? "&" : "?"}${query}`);
        if (mine !== turn.current) return;
        items = [...items, ...(order ? body[name].sort(order) : body[name])];
        next = body.next_cursor;
        if (adds) set({ items, next });
      } while (next && items.length < least);
      set({ items, next, busy: false, loaded: true, problem: null });
    } catch (problem) {
      if (mine === turn.current) set({ busy: false, ...(!quiet && { problem }) });
    }
  };
  const reload = async (quiet = false) => {
    await load(state.current.items.length, { items: [], next: null }, quiet);
    return state.current.items;
  };

  return {
    ...state.current,
    loadMore: () => load(state.current.items.length + 1, state.current),
    loadAll: () => load(Infinity, state.current),
    /** Reads again as many entries as are shown, which stay until it is done. */
    reload,
    /** The same without being asked for: an error is not shown, and neither a long list nor one being read is read. */
    update: () => (state.current.loaded && !state.current.busy && state.current.items.length <= REREAD ? reload(true) : undefined),
    /** Replaces an entry, or puts a new one first. */
    put: (item) => {
      const { items } = state.current;
      const known = items.some((other) => other[id] === item[id]);
      set({ items: known ? items.map((other) => (other[id] === item[id] ? item : other)) : [item, ...items] });
    },
    drop: (item) => set({ items: state.current.items.filter((other) => other[id] !== item[id]) }),
  };
}

/** The number of entries from which on a search is offered. */
const MANY = 8;

/**
 * Draws a list with its search. `words` gives the words by which an entry is found, `total` is the number of entries if it
 * is known, `none` is shown when there are none. `items` are the entries to show, where not all of the list.
 */
export function List({ list, items = list.items, total, search, words, none, label, children: entry }) {
  const { t } = useStore();
  const { next, busy, loaded, problem } = list;
  const [typed, setTyped] = useState("");
  const element = useRef();
  const wanted = plain(typed).split(/\s+/).filter(Boolean);
  const matches = (item) => wanted.every((word) => plain(words(item).join(" ")).includes(word));
  const shown = wanted.length ? items.filter(matches) : items;

  // The search covers what has been read, so the rest is read first.
  useEffect(() => {
    if (wanted.length && next && !busy && !problem) list.loadAll();
  });

  let status = "";
  if (wanted.length) status = next ? t("search-loading", { count: items.length }) : t("search-found", { count: shown.length });
  else if (next && total) status = t("list-shown", { shown: items.length, total });

  const more = async () => {
    const { length } = element.current.children;
    await list.loadMore();
    // The button may be gone: the focus moves to the first of the new entries.
    setTimeout(() => element.current?.children[length]?.querySelector("h3")?.focus());
  };

  return html`
    <div aria-busy=${busy}>
      ${search && (items.length >= MANY || typed) && html`
        <div class="search">
          <${Field} type="search" label=${search} hint=${t("search-hint")} value=${typed} onInput=${setTyped} />
        </div>
      `}
      <p class="faint" role="status">${status}</p>
      ${items.length > 0 && html`
        <ul class="rows" aria-label=${label} ref=${element}>
          ${shown.map((item) => html`
            <${Guard} key=${item.user_id ?? item.id} instead=${html`<li class="row">${t("entry-unreadable")}</li>`}><${Row} item=${item} entry=${entry} /><//>
          `)}
        </ul>
      `}
      ${loaded && !items.length && !next && none}
      ${problem && html`<${Failure} problem=${problem} onRetry=${items.length ? list.loadMore : () => list.reload()} />`}
      ${!loaded && !problem && html`<p class="waiting">${t("loading")}</p>`}
      ${next && !wanted.length && !problem && html`<${Button} onClick=${more}>${t("list-more")}<//>`}
    </div>
  `;
}

/** A separate component, so that an error affects one row only. */
const Row = ({ item, entry }) => entry(item);

/** Moves the focus on from a row that is about to be removed: to its neighbour, or else to the heading above the list. */
export function focusAfter(row) {
  const neighbour = row?.nextElementSibling ?? row?.previousElementSibling;
  const above = row?.closest("section")?.querySelector("h2");
  return () => setTimeout(() => (neighbour?.isConnected ? neighbour.querySelector("h3") : above)?.focus());
}
