// Lists that the API gives in pages.

import { plain } from "./search-text.js";
import { Failure, useStore } from "./team-context.js";
import { Button, Field, Guard, html, useEffect, useRef, useState } from "./ui.js";

const PAGE = 50;

/** The longest page of the API, for what is read again. */
const LONGEST_PAGE = 100;

/** Lists up to this length are read again without being asked for; longer ones by the button alone. */
const REREAD = 10 * LONGEST_PAGE;

/**
 * A list of the store, in the order of the API: `items` so far, `next` if there are more, `busy`, `loaded`, `problem`.
 * `id` is the name of the entries' id. `order` sorts a list that has one page only.
 */
export function useList(call, path, name, id, order) {
  const state = useRef({ items: [], next: null, busy: false, loaded: false, problem: null });
  const [, draw] = useState(0);
  const turn = useRef(0);
  const follower = useRef();
  const set = (change) => {
    state.current = { ...state.current, ...change };
    draw((count) => count + 1);
  };

  /** Reads pages until there are `least` entries; a later call supersedes an earlier one. Tells whether all were read. */
  const load = async (least, { items, next }, quiet = false) => {
    const mine = (turn.current += 1);
    const adds = items.length > 0;
    set({ busy: !quiet, ...(!quiet && { problem: null }) });
    try {
      // A page can be empty and still have a next one.
      do {
        const limit = Math.min(Math.max(least - items.length, PAGE), LONGEST_PAGE);
        const query = `limit=${limit}${next ? `&cursor=${encodeURIComponent(next)}` : ""}`;
        const { body } = await call("GET", `${path}${path.includes("?") ? "&" : "?"}${query}`);
        if (mine !== turn.current) return false;
        items = [...items, ...(order ? body[name].sort(order) : body[name])];
        next = body.next_cursor;
        if (adds) set({ items, next });
      } while (next && items.length < least);
      set({ items, next, busy: false, loaded: true, problem: null });
      return true;
    } catch (problem) {
      if (mine === turn.current) set({ busy: false, ...(!quiet && { problem }) });
      return false;
    }
  };
  const loadAgain = (quiet) => load(state.current.items.length, { items: [], next: null }, quiet);
  const reload = async () => {
    await loadAgain(false);
    return state.current.items;
  };

  const change = (item, of) => of.map((other) => (other[id] === item[id] ? item : other));

  return {
    ...state.current,
    path,
    name,
    id,
    /** Reads the first page alone. */
    restart: () => load(1, { items: [], next: null }),
    /** The list `other`, of some of the same entries, shows the changes of this one, too. */
    follow: (other) => {
      follower.current = other;
    },
    /** Replaces an entry that is in the list. */
    change: (item) => set({ items: change(item, state.current.items) }),
    loadMore: () => load(state.current.items.length + 1, state.current),
    /** Reads again as many entries as are shown, which stay until it is done. */
    reload,
    /** The same without showing an error. Tells whether all were read. */
    refresh: () => loadAgain(true),
    /** The same without being asked for: neither a very long list nor one being read is read. */
    update: async () => state.current.loaded && !state.current.busy && state.current.items.length <= REREAD && loadAgain(true),
    /** Replaces an entry, or puts a new one first. */
    put: (item) => {
      const { items } = state.current;
      const known = items.some((other) => other[id] === item[id]);
      set({ items: known ? change(item, items) : [item, ...items] });
      follower.current?.change(item);
    },
    drop: (item) => {
      set({ items: state.current.items.filter((other) => other[id] !== item[id]) });
      follower.current?.drop(item);
    },
  };
}

/** Milliseconds without a key after which the API is asked. */
const PAUSE = 250;

/** The entries of a list that the API finds by `text`; without a text nothing is read. */
function useSearch(list, text) {
  const { call } = useStore();
  const query = `${list.path.includes("?") ? "&" : "?"}q=${encodeURIComponent(text)}`;
  const found = useList(call, `${list.path}${query}`, list.name, list.id);
  const [answered, setAnswered] = useState("");
  const latest = useRef();
  latest.current = found;
  list.follow(found);
  useEffect(() => {
    if (!text) return undefined;
    const timer = setTimeout(async () => {
      await latest.current.restart();
      setAnswered(text);
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return { ...found, waits: answered !== text };
}

/** The number of entries from which on a search is offered. */
const MANY = 8;

/**
 * Draws a list with its search. `words` gives the words by which an entry is found, `total` is the number of entries if it
 * is known, `none` is shown when there are none. `items` are the entries to show, where not all of the list.
 */
export function List({ list, items = list.items, total, search, words, none, label, children: entry }) {
  const { t } = useStore();
  const [typed, setTyped] = useState("");
  const element = useRef();
  const wanted = plain(typed).split(/\s+/).filter(Boolean);
  // The entries that were read are searched here, in more fields than the API searches. The API searches the others.
  const asks = wanted.length > 0 && Boolean(list.next);
  const found = useSearch(list, asks ? typed.trim() : "");
  const matches = (item) => wanted.every((word) => plain(words(item).join(" ")).includes(word));
  const { next, busy, problem, loadMore } = asks ? found : list;
  const shown = asks ? found.items : wanted.length ? items.filter(matches) : items;

  let status = "";
  if (asks && found.waits) status = t("search-busy");
  else if (asks && next) status = t("search-more", { count: shown.length });
  else if (wanted.length) status = t("search-found", { count: shown.length });
  else if (next && total) status = t("list-shown", { shown: items.length, total });

  const more = async () => {
    const { length } = element.current.children;
    await loadMore();
    // The button may be gone: the focus moves to the first of the new entries.
    setTimeout(() => {
      const entry = element.current?.children[length] ?? element.current?.lastElementChild;
      (entry?.querySelector("h3") ?? entry)?.focus();
    });
  };

  return html`
    <div aria-busy=${busy}>
      ${search && (items.length >= MANY || typed) && html`
        <div class="search">
          <${Field} type="search" label=${search} hint=${t(list.next ? "search-hint-many" : "search-hint")} value=${typed} onInput=${setTyped} />
        </div>
      `}
      <p class="faint" role="status">${status}</p>
      ${shown.length > 0 && html`
        <ul class="rows" aria-label=${label} ref=${element}>
          ${shown.map((item) => html`
            <${Guard} key=${item.user_id ?? item.id} instead=${html`<li class="row">${t("entry-unreadable")}</li>`}><${Row} item=${item} entry=${entry} /><//>
          `)}
        </ul>
      `}
      ${next && html`<p class="on-paper">${t("list-cut", { shown: shown.length })}</p>`}
      ${list.loaded && !items.length && !list.next && none}
      ${problem && html`<${Failure} problem=${problem} onRetry=${shown.length ? loadMore : () => (asks ? found : list).reload()} />`}
      ${!list.loaded && !list.problem && html`<p class="waiting">${t("loading")}</p>`}
      ${next && (asks || !wanted.length) && !problem && html`<${Button} onClick=${more}>${t("list-more")}<//>`}
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
