// Elements of the pages: Preact with the tag `html`, which puts each text into a separate element.

import { h, html as template } from "./htm-preact.js";

export {
  createContext, render, useContext, useEffect, useErrorBoundary, useLayoutEffect, useMemo, useReducer, useRef, useState,
} from "./htm-preact.js";

/** Elements that hold plain text only. */
const TEXT_ONLY = ["option", "textarea", "title"];

/**
 * A browser that translates a page replaces text nodes by elements, and a later change of such a text node
 * would leave both on the page. So a text is a `span` whose key is the text: a changed text is a new element.
 */
export function html(...parts) {
  const found = template(...parts);
  if (Array.isArray(found)) found.forEach(separateTexts);
  else separateTexts(found);
  return found;
}

function separateTexts(node) {
  if (Array.isArray(node)) return node.forEach(separateTexts);
  if (!node?.props || isText(node)) return undefined;
  const { type, props } = node;
  if (typeof type === "string" && !TEXT_ONLY.includes(type) && props.children !== undefined) props.children = separated(props.children);
  return separateTexts(props.children);
}

const isString = (child) => typeof child === "string" || typeof child === "number";

/** Whether a node was made here: for constant parts of a template the library returns the same nodes each time. */
const isText = ({ type, key, props }) => type === "span" && key === props.children;

/** Children with neighbouring texts joined and put into elements; spaces between elements stay as they are. */
function separated(children) {
  const list = [];
  for (const child of [children].flat()) {
    if (isString(child) && isString(list.at(-1))) list.push(`${list.pop()}${child}`);
    else list.push(Array.isArray(child) ? separated(child) : child);
  }
  return list.map((child) => (isString(child) && String(child).trim() ? h("span", { key: String(child) }, String(child)) : child));
}
