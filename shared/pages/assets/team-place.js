// The store and the part of its page that the address of the team page names.

import { placeIn } from "./link-text.js";

const PATH = "/team";

// Mail programs encode the `#`, and the path then ends in the store. This must be mended before a sign-in, which leads back to
// the path.
if (location.pathname !== PATH) {
  const { store, part } = placeIn(location.pathname.slice(PATH.length) + location.hash);
  history.replaceState(null, "", `${PATH}${location.search}${store && `#${store}`}${part && `/${part}`}`);
}

/** @returns {{store: string, part: string}} */
export const place = () => placeIn(location.hash);
