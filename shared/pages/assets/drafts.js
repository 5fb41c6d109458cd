// Drafts: what a person entered in a form whose submission needs them to sign in again. A draft belongs to one person,
// one store and one form, so that another person who signs in with this tab does not see it.

import { readJson, storage, writeJson } from "./storage.js";

const PREFIX = "staffroom.draft.";
const keyOf = ({ user, store, form }) => PREFIX + JSON.stringify([user, store, form]);

/** Keeps what was entered; `owner` is `{ user, store, form }`. */
export const saveDraft = (owner, values) => writeJson(keyOf(owner), values);

/** What was entered, or null. */
export const readDraft = (owner) => readJson(keyOf(owner));

export const dropDraft = (owner) => storage.removeItem(keyOf(owner));

/** Forgets everybody's drafts: on signing out. */
export function dropDrafts() {
  const keys = Array.from({ length: storage.length }, (_, index) => storage.key(index));
  keys.filter((key) => key?.startsWith(PREFIX)).forEach((key) => storage.removeItem(key));
}
