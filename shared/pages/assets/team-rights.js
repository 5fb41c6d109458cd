// Rights: as they are chosen, and as they are shown.

import { conferred, labels, useShop } from "./team-shop.js";
import { Button, html } from "./ui.js";

/** What the reader may give: nothing that is the owner's alone, and nothing that they do not hold. */
function offered({ catalog: { grants, roles, permissions }, me }) {
  return {
    roles: grants.roles === "none" ? [] : roles.filter((role) => role.permissions.every((slug) => me.held.has(slug))),
    permissions: grants.permissions === "none" ? [] : permissions.filter(({ slug, grantable }) => grantable && me.held.has(slug)),
  };
}

/** The grant to begin with: where there is but one role, that one. */
export function firstGrant(shop) {
  const { roles, permissions } = offered(shop);
  const { default_role: usual } = shop.catalog.grants;
  const role = roles.find(({ slug }) => slug === usual) ?? (roles.length === 1 && !permissions.length ? roles[0] : null);
  return { roles: role ? [role.slug] : [], permissions: [] };
}

/** As the API takes it: what this catalog does not know is left out. */
export const grantBody = ({ catalog: { grants } }, { roles, permissions }) => ({
  ...(grants.roles !== "none" && { roles }),
  ...(grants.permissions !== "none" && { permissions }),
});

export const isEmpty = ({ roles, permissions }) => !roles.length && !permissions.length;

export const sameGrant = (a, b) =>
  ["roles", "permissions"].every((of) => a[of].length === b[of].length && a[of].every((slug) => b[of].includes(slug)));

/** The fields in which rights are chosen, each with what it means. */
export function RightsFields({ value, error, onChange }) {
  const shop = useShop();
  const { t, catalog, store } = shop;
  const { roles, permissions } = offered(shop);
  if (!roles.length && !permissions.length) return html`<p>${t("rights-nobody", { owner: store.owner.name })}</p>`;

  const single = catalog.grants.roles === "one";
  const opens = ({ sections }) => sections.length > 0 && t("rights-opens", { list: sections.join(", ") });
  const includes = (role) => t("rights-includes", { list: labels(catalog, { roles: [], permissions: role.permissions }).join(", ") });
  if (single && roles.length === 1 && !permissions.length) {
    const [{ label, description }] = roles;
    return html`
      <div class="panel">
        <p>${t("rights-everyone")}</p>
        <p><strong>${label}</strong> <span class="faint">${description} ${includes(roles[0])}</span></p>
      </div>
    `;
  }
  const derived = catalog.permissions.filter(({ grantable, owner_only }) => !grantable && !owner_only);
  return html`
    ${roles.length > 0 && html`
      <${Choice} name="role" legend=${t(single ? "rights-role" : "rights-roles")} single=${single} options=${roles}
        more=${includes} chosen=${value.roles} error=${error} onChange=${(chosen) => onChange({ ...value, roles: chosen })} />
    `}
    ${permissions.length > 0 && html`
      <${Choice} name="permission" legend=${t("rights-permissions")} options=${permissions} more=${opens}
        chosen=${value.permissions} error=${error} onChange=${(chosen) => onChange({ ...value, permissions: chosen })} />
      ${derived.map(({ slug, label, description }) => html`<p key=${slug} class="hint"><strong>${label}</strong> ${description}</p>`)}
    `}
  `;
}

/** From how many ticks on they can be set all at once. */
const SEVERAL = 4;

function Choice({ name, legend, single, options, more, chosen, error, onChange }) {
  const { t } = useShop();
  const choose = (slug, on) => onChange(single ? [slug] : on ? [...chosen, slug] : chosen.filter((other) => other !== slug));
  return html`
    <fieldset class="choice" aria-describedby=${error ? `${name}-error` : undefined}>
      <legend>${legend}</legend>
      ${error && html`<p class="error" id=${`${name}-error`}>${error}</p>`}
      ${!single && options.length >= SEVERAL && html`
        <${Button} kind="quiet" onClick=${() => onChange(options.map(({ slug }) => slug))}>${t("rights-all")}<//>
      `}
      ${options.map((option) => {
        const id = `${name}-${option.slug}`;
        const further = more(option);
        return html`
          <div class="option" key=${option.slug}>
            <input type=${single ? "radio" : "checkbox"} id=${id} name=${name} checked=${chosen.includes(option.slug)}
              aria-describedby=${`${id}-about`} onChange=${(event) => choose(option.slug, event.target.checked)} />
            <label for=${id}>${option.label}</label>
            <p class="hint" id=${`${id}-about`}>${option.description} ${further && html`<span class="further">${further}</span>`}</p>
          </div>
        `;
      })}
    </fieldset>
  `;
}

/** What a grant names, to be opened for what it lets its holder do: `held`, or what the grant confers. */
export function RightsShown({ name, grant, held }) {
  const { t, catalog } = useShop();
  const slugs = held ?? conferred(catalog, grant);
  const permissions = catalog.permissions.filter(({ slug }) => slugs.includes(slug));
  return html`
    <details class="rights">
      <summary><span class="unseen">${t("rights-now", { name })} </span>${labels(catalog, grant).join(", ") || t("member-nothing")}</summary>
      ${permissions.length
        ? html`<dl>${permissions.map(({ slug, label, description }) => html`<dt key=${slug}>${label}</dt><dd>${description}</dd>`)}</dl>`
        : html`<p>${t("member-nothing")}</p>`}
    </details>
  `;
}
