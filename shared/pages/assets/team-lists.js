// Lists that come in pages.

import { Failure, plain, useShop } from "./team-shop.js";
import { Button, Field, html, useEffect, useRef, useState } from "./ui.js";

const PAGE = 50;

/**
 * A list of the store: `items` so far, `next` if there are more, `busy`, `loaded`, `problem`.
 * `order` sorts each page by itself, so that what was read once keeps its place.
 */
export function useList(call, path, name, id, order) {
  const now = useRef({ items: [], next: null, busy: false, loaded: false, problem: null });
  const [, draw] = useState(0);
  const turn = useRef(0);
  const set = (change) => {
    now.current = { ...now.current, ...change };
    draw((count) => count + 1);
  };

  const load = async (least, { items, next }) => {
    const mine = (turn.current += 1);
    const adds = items.length > 0;
    set({ busy: true, problem: null });
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
      set({ items, next, busy: false, loaded: true });
    } catch (problem) {
      if (mine === turn.current) set({ busy: false, problem });
    }
  };

  return {
    ...now.current,
    more: () => load(now.current.items.length + 1, now.current),
    all: () => load(Infinity, now.current),
    /** Reads again as much as is there, and shows what was until it is done. */
    reload: async () => {
      await load(now.current.items.length, { items: [], next: null });
      return now.current.items;
    },
    put: (item) => {
      const { items } = now.current;
      const known = items.some((other) => other[id] === item[id]);
      set({ items: known ? items.map((other) => (other[id] === item[id] ? item : other)) : [item, ...items] });
    },
    drop: (item) => set({ items: now.current.items.filter((other) => other[id] !== item[id]) }),
  };
}

/** From how many entries on a search is worth its place. */
const MANY = 8;

/**
 * Draws a list with its search: `words` are what an entry is found by, `total` how many entries there are if that is
 * known, `none` what is said when there are none.
 */
export function List({ list, total, search, words, none, label, children: entry }) {
  const { t } = useShop();
  const { items, next, busy, loaded, problem } = list;
  const [typed, setTyped] = useState("");
  const wanted = plain(typed).split(/\s+/).filter(Boolean);
  const matches = (item) => wanted.every((word) => plain(words(item).join(" ")).includes(word));
  const shown = wanted.length ? items.filter(matches) : items;

  // Only what has been read can be searched: so the rest is read.
  useEffect(() => {
    if (wanted.length && next && !busy && !problem) list.all();
  });

  let status = "";
  if (wanted.length) status = next ? t("search-loading", { count: items.length }) : t("search-found", { count: shown.length });
  else if (next && total) status = t("list-shown", { shown: items.length, total });

  return html`
    <div aria-busy=${busy}>
      ${search && (items.length >= MANY || typed) && html`
        <div class="search">
          <${Field} type="search" label=${search} hint=${t("search-hint")} value=${typed} onInput=${setTyped} />
        </div>
      `}
      <p class="faint" role="status">${status}</p>
      ${items.length > 0 && html`<ul class="rows" aria-label=${label}>${shown.map(entry)}</ul>`}
      ${loaded && !items.length && !next && none}
      ${problem && html`<${Failure} problem=${problem} onRetry=${items.length ? list.more : list.reload} />`}
      ${!loaded && !problem && html`<p class="waiting">${t("loading")}</p>`}
      ${next && !wanted.length && !problem && html`<${Button} onClick=${list.more}>${t("list-more")}<//>`}
    </div>
  `;
}

/** Takes the focus on from a row that is about to go: to its neighbour, or else to the heading above the list. */
export function moveOn(row) {
  const neighbour = row?.nextElementSibling ?? row?.previousElementSibling;
  const above = row?.closest("section")?.querySelector("h2");
  return () => setTimeout(() => (neighbour?.isConnected ? neighbour.querySelector("h3") : above)?.focus());
}
