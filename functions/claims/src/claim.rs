//! The claim: as many of a person's stores as fit, those that they used last first.

use serde_json::{Map, Value};
use staffroom_app::{HeldStore, HeldStores, Omission};
use staffroom_domain::bounds;

/// The claim, and whether stores were left out of it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Claim {
    stores: Map<String, Value>,
    omission: Omission,
}

impl Claim {
    /// The claim of these stores. After the first that does not fit, none is added, so that whatever is left out was used less
    /// recently than whatever is there.
    pub(crate) fn of(held: HeldStores) -> Self {
        let (mut stores, mut omission) = (Map::new(), held.omission);
        let mut bytes = "{}".len();
        for HeldStore { store, permissions } in held.stores {
            let (name, value) = (Value::from(store.as_str()), Value::from_iter(permissions));
            let comma = usize::from(!stores.is_empty());
            bytes += name.to_string().len() + ":".len() + value.to_string().len() + comma;
            if bytes > bounds::CLAIM_BYTES {
                omission = Omission::Some;
                break;
            }
            stores.insert(store.as_str().to_owned(), value);
        }
        Self { stores, omission }
    }

    /// The number of stores in it.
    pub(crate) fn stores(&self) -> usize {
        self.stores.len()
    }

    /// Whether the person has more stores.
    pub(crate) fn leaves_out(&self) -> bool {
        match self.omission {
            Omission::None => false,
            Omission::Some => true,
        }
    }

    /// `{store: [permissions]}`.
    pub(crate) fn into_value(self) -> Value {
        Value::Object(self.stores)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use staffroom_app::{HeldStore, HeldStores, Omission};
    use staffroom_domain::{Catalog, PermissionSet, bounds};

    use super::Claim;

    fn held(stores: impl IntoIterator<Item = (String, PermissionSet)>, omission: Omission) -> HeldStores {
        let stores = stores
            .into_iter()
            .map(|(store, permissions)| HeldStore { store: store.parse().unwrap(), permissions });
        HeldStores { stores: stores.collect(), omission }
    }

    #[test]
    fn it_lists_the_permissions_by_store() {
        let stores = [("b".to_owned(), ["live", "inventory"].into()), ("a".to_owned(), PermissionSet::new())];
        let claim = Claim::of(held(stores, Omission::None));
        assert_eq!((claim.stores(), claim.leaves_out()), (2, false));
        assert_eq!(claim.into_value(), json!({"a": [], "b": ["inventory", "live"]}));
        let nothing = Claim::of(held([], Omission::None));
        assert_eq!((nothing.leaves_out(), nothing.into_value()), (false, json!({})));
        assert!(Claim::of(held([], Omission::Some)).leaves_out(), "what was not even read");
    }

    #[test]
    fn it_is_never_larger_than_the_bound_and_leaves_out_from_the_end() {
        for length in 1..=bounds::SLUG_BYTES {
            let stores = (0..bounds::CLAIMED_STORES).map(|n| {
                let catalog = Catalog::all().get(n % Catalog::all().len()).unwrap();
                (format!("{n:03}{}", "x".repeat(length - 1)).chars().take(64).collect(), catalog.everything())
            });
            let claim = Claim::of(held(stores, Omission::None));
            let (count, leaves_out) = (claim.stores(), claim.leaves_out());
            let value = claim.into_value();
            let bytes = value.to_string().len();
            assert!(leaves_out && bytes <= bounds::CLAIM_BYTES, "{length}: {bytes}");
            assert!(bytes > bounds::CLAIM_BYTES - 400, "{length}: {bytes} bytes, and there was room");
            let first = value
                .as_object()
                .unwrap()
                .keys()
                .enumerate()
                .all(|(n, key)| key.starts_with(&format!("{n:03}")));
            assert!(first && count > 5, "{length}: a later store stands for an earlier one");
        }
    }

    #[test]
    fn a_claim_of_exactly_the_bound_fits() {
        // A store with a name of 64 bytes and no permission takes 69 bytes, and a comma from the second on.
        let stores = |bytes: usize| {
            let (full, rest) = ((bytes - 1) / 70, (bytes - 1) % 70);
            let names = (0..full).map(|n| format!("{n:064}")).chain(["z".repeat(rest - 6)]);
            held(names.map(|name| (name, PermissionSet::new())), Omission::None)
        };
        for bytes in [bounds::CLAIM_BYTES - 1, bounds::CLAIM_BYTES] {
            let claim = Claim::of(stores(bytes));
            assert!(!claim.leaves_out());
            assert_eq!(claim.into_value().to_string().len(), bytes);
        }
        assert!(Claim::of(stores(bounds::CLAIM_BYTES + 1)).leaves_out());
    }
}
