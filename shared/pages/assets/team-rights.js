// Roles and permissions: fields to choose them, and how a grant is shown.

import { labels, permissionsOf, useStore } from "./team-context.js";
import { Button, html } from "./ui.js";

/** What the reader may grant: nothing that is the owner's only, and nothing that they do not hold. */
function grantable({ catalog: { grants, roles, permissions }, me }) {
  return {
    roles: grants.roles === "none" ? [] : roles.filter((role) => role.permissions.every((slug) => me.held.has(slug))),
    permissions: grants.permissions === "none" ? [] : permissions.filter((permission) => permission.grantable && me.held.has(permission.slug)),
  };
}

/** The grant that a form begins with: the default role, or the only one. */
export function firstGrant(context) {
  const { roles, permissions } = grantable(context);
  const { default_role: usual } = context.catalog.grants;
  const role = roles.find(({ slug }) => slug === usual) ?? (roles.length === 1 && !permissions.length ? roles[0] : null);
  return { roles: role ? [role.slug] : [], permissions: [] };
}

/** A grant as the API takes it under this catalog. */
export const grantBody = ({ catalog: { grants } }, { roles, permissions }) => ({
  ...(grants.roles !== "none" && { roles }),
  ...(grants.permissions !== "none" && { permissions }),
});

export const isEmpty = ({ roles, permissions }) => !roles.length && !permissions.length;

export const sameGrant = (a, b) =>
  ["roles", "permissions"].every((of) => a[of].length === b[of].length && a[of].every((slug) => b[of].includes(slug)));

/** The fields in which roles and permissions are chosen, each with its description. */
export function RightsFields({ value, error, onChange }) {
  const context = useStore();
  const { t, catalog, store } = context;
  const { roles, permissions } = grantable(context);
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
  const derived = catalog.permissions.filter((permission) => !permission.grantable && !permission.owner_only);
  return html`
    ${roles.length > 0 && html`
      <${Choice} name="role" legend=${t(single ? "rights-role" : "rights-roles")} single=${single} options=${roles}
        more=${includes} chosen=${value.roles} error=${error} onChange=${(chosen) => onChange({ ...value, roles: chosen })} />
    `}
    ${permissions.length > 0 && html`
      <${Choice} name="permission" legend=${t("rights-permissions")} options=${permissions} more=${opens} all
        chosen=${value.permissions} error=${error} onChange=${(chosen) => onChange({ ...value, permissions: chosen })} />
      ${derived.map(({ slug, label, description }) => html`<p key=${slug} class="hint"><strong>${label}</strong> ${description}</p>`)}
    `}
  `;
}

/** The number of options from which on all can be chosen at once. */
const SEVERAL = 4;

/** `all` offers to choose all options, or none. Not for roles: one of them may be the administrator's. */
function Choice({ name, legend, single, options, more, all, chosen, error, onChange }) {
  const { t } = useStore();
  const choose = (slug, on) => onChange(single ? [slug] : on ? [...chosen, slug] : chosen.filter((other) => other !== slug));
  const slugs = options.map(({ slug }) => slug);
  const full = slugs.every((slug) => chosen.includes(slug));
  return html`
    <fieldset class="choice" aria-describedby=${error ? `${name}-error` : undefined}>
      <legend>${legend}</legend>
      ${error && html`<p class="error" id=${`${name}-error`}>${error}</p>`}
      ${all && options.length >= SEVERAL && html`
        <${Button} kind="quiet" onClick=${() => onChange(full ? [] : slugs)}>${t(full ? "rights-none" : "rights-all")}<//>
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

/**
 * A grant, to be opened for the permissions that it confers: `held`, or else those of the grant. `about` says what it is
 * to screen readers.
 */
export function RightsShown({ about, grant, held }) {
  const { t, catalog } = useStore();
  const slugs = held ?? permissionsOf(catalog, grant);
  const permissions = catalog.permissions.filter(({ slug }) => slugs.includes(slug));
  return html`
    <details class="rights">
      <summary><span class="unseen">${about} </span>${labels(catalog, grant).join(", ") || t("member-nothing")}</summary>
      ${permissions.length
        ? html`<dl>${permissions.map(({ slug, label, description }) => html`<dt key=${slug}>${label}</dt><dd>${description}</dd>`)}</dl>`
        : html`<p>${t("member-nothing")}</p>`}
    </details>
  `;
}
