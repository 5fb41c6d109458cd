//! The roles of a store: those of the catalog in its order, then those of the store's own by slug.

use staffroom_domain::{Role, RoleSlug, Store, StoreId};

use crate::key::Key;

/// A list of a store's roles.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RoleList {
    /// The store.
    pub store: StoreId,
}

/// A role in the list.
#[derive(Debug, Clone, Copy)]
pub enum ListedRole<'a> {
    /// One of the catalog.
    BuiltIn(&'static Role),
    /// One of the store's own.
    Own(&'a RoleSlug),
}

impl ListedRole<'_> {
    fn slug(&self) -> &str {
        match self {
            Self::BuiltIn(role) => role.slug,
            Self::Own(slug) => slug.as_str(),
        }
    }
}

impl RoleList {
    /// A page of the roles, after one of them, and the key after which the next page begins.
    #[must_use]
    pub fn page<'a>(
        &self,
        store: &'a Store,
        after: Option<&Key>,
        limit: usize,
    ) -> (Vec<ListedRole<'a>>, Option<Key>) {
        let built_in = store.catalog.roles;
        let after = after.and_then(|key| if let Key::Role(_, slug) = key { Some(slug) } else { None });
        let begin = after.and_then(|slug| built_in.iter().position(|role| role.slug == slug.as_str()));
        let (skipped, after_own) = match (after, begin) {
            (None, _) => (0, None),
            (Some(_), Some(place)) => (place + 1, None),
            (Some(slug), None) => (built_in.len(), Some(slug)),
        };
        let own = store
            .roles
            .iter()
            .map(|(slug, _)| slug)
            .filter(|slug| after_own.is_none_or(|after| *slug > after));
        let mut rest = built_in.iter().skip(skipped).map(ListedRole::BuiltIn).chain(own.map(ListedRole::Own));
        let page: Vec<ListedRole<'a>> = rest.by_ref().take(limit).collect();
        let last = page.last().filter(|_| rest.next().is_some()).and_then(|role| role.slug().parse().ok());
        (page, last.map(|slug| Key::Role(self.store.clone(), slug)))
    }
}

#[cfg(test)]
mod tests {
    use staffroom_domain::Store;
    use staffroom_domain::builders::{noon, owner, store};

    use super::RoleList;

    #[test]
    fn the_pages_have_each_role_once() {
        let mut shop: Store = store("whatnot");
        for slug in ["zed", "packer", "clerk"] {
            let permissions = ["shipping".parse().unwrap()];
            shop = shop.with_role(&owner(&shop), &slug.parse().unwrap(), &permissions, noon()).unwrap();
        }
        let all = ["administrator", "seller", "support", "clerk", "packer", "zed"];
        let list = RoleList { store: shop.id.clone() };
        for limit in 1..=7 {
            let (mut found, mut after) = (Vec::new(), None);
            loop {
                let (page, next) = list.page(&shop, after.as_ref(), limit);
                assert!(!page.is_empty() && page.len() <= limit);
                found.extend(page.iter().map(|role| role.slug().to_owned()));
                after = next;
                if after.is_none() {
                    break;
                }
            }
            assert_eq!(found, all, "{limit} at a time");
        }
    }
}
