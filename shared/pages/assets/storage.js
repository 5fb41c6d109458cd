// The storage of this tab. A browser that blocks site data has none; then values last until the page is left.

class MemoryStorage {
  #values = new Map();

  get length() {
    return this.#values.size;
  }

  key(index) {
    return [...this.#values.keys()][index] ?? null;
  }

  getItem(key) {
    return this.#values.get(key) ?? null;
  }

  setItem(key, value) {
    this.#values.set(key, String(value));
  }

  removeItem(key) {
    this.#values.delete(key);
  }
}

function tabStorage() {
  try {
    const { sessionStorage: found } = window;
    found.setItem("staffroom.probe", "1");
    found.removeItem("staffroom.probe");
    return found;
  } catch {
    return null;
  }
}

const found = tabStorage();

/** Whether values outlive the page. Signing in leaves the page, so it depends on this. */
export const persistent = found !== null;

export const storage = found ?? new MemoryStorage();

/** The value under a key, or null; a value that cannot be read counts as absent. */
export function readJson(key) {
  try {
    return JSON.parse(storage.getItem(key));
  } catch {
    return null;
  }
}

export function writeJson(key, value) {
  try {
    storage.setItem(key, JSON.stringify(value));
  } catch (error) {
    // The storage is full: the form stays open, only its copy is missing.
    console.error(error);
  }
}
