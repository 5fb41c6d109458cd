//! Pages of searches: how many results, and where to go on.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use sha2::{Digest, Sha256};
use staffroom_app::Key;
use staffroom_domain::{Timestamp, bounds};

use super::bodies::{ActionSearchBody, PageBody, ResourceSearchBody, SubjectSearchBody};
use super::malformed;
use crate::body::Object;
use crate::cursor::{Cursor, Paged};
use crate::error::RequestError;

/// The members of a request that must be the same on every page.
const ENTITIES: [&str; 4] = ["subject", "action", "resource", "context"];

/// The bytes of the hash of a request in its tokens. It finds mistakes; it protects nothing.
const FINGERPRINT_BYTES: usize = 12;

/// A page that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// The most results.
    pub limit: usize,
    /// Where the page before ended; `None` for the first page.
    pub after: Option<String>,
    fingerprint: String,
}

/// Where a search goes on: the limit and the hash of its request, and the position, separated by dots. Empty: nowhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageToken(String);

impl PageToken {
    /// The token as it is in an answer.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PageRequest {
    /// The page of a search for subjects, whose request had this body.
    ///
    /// # Errors
    /// [`RequestError::MalformedFields`] if the token is none, or is that of another request.
    pub fn of_subjects(body: &SubjectSearchBody, bytes: &[u8]) -> Result<Self, RequestError> {
        Self::new(body.page.as_ref(), &fingerprint("subject", bytes))
    }

    /// The page of a search for resources, whose request had this body.
    ///
    /// # Errors
    /// As [`Self::of_subjects`].
    pub fn of_resources(body: &ResourceSearchBody, bytes: &[u8]) -> Result<Self, RequestError> {
        Self::new(body.page.as_ref(), &fingerprint("resource", bytes))
    }

    /// The page of a search for actions, whose request had this body.
    ///
    /// # Errors
    /// As [`Self::of_subjects`].
    pub fn of_actions(body: &ActionSearchBody, bytes: &[u8]) -> Result<Self, RequestError> {
        Self::new(body.page.as_ref(), &fingerprint("action", bytes))
    }

    fn new(page: Option<&Object<PageBody>>, fingerprint: &str) -> Result<Self, RequestError> {
        let (limit, token) = match page {
            Some(Object(PageBody { limit, token, .. })) => (*limit, token.as_deref()),
            None => (None, None),
        };
        let limit =
            limit.map(|limit| usize::try_from(limit.0).unwrap_or(usize::MAX).min(bounds::PAGE_ENTRIES));
        let fingerprint = fingerprint.to_owned();
        let Some(token) = token.filter(|token| !token.is_empty()) else {
            let limit = limit.unwrap_or(bounds::DEFAULT_PAGE_ENTRIES);
            return Ok(Self { limit, after: None, fingerprint });
        };
        let mut parts = token.splitn(3, '.');
        let (Some(first), Some(of), Some(after)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(invalid_token());
        };
        let first = first.parse().ok().filter(|first| (1..=bounds::PAGE_ENTRIES).contains(first));
        let first = first.ok_or_else(invalid_token)?;
        if of != fingerprint {
            return Err(malformed("/page/token", "is that of another request"));
        }
        let limit = limit.unwrap_or(first);
        // Nothing was found on a page without room, so any page may come after it.
        if limit != first && limit > 0 && !after.is_empty() {
            return Err(malformed("/page/limit", "must be the same on every page"));
        }
        let after = Some(after.to_owned()).filter(|after| !after.is_empty());
        Ok(Self { limit, after, fingerprint })
    }

    /// The record after which the page begins in its list, which is that of a cursor; `None` for the first page. The key of the
    /// store stands for its owner, who has no record in the list of members.
    ///
    /// # Errors
    /// [`RequestError::MalformedFields`] if it is no position in this list.
    pub fn after_key(&self, list: &impl Paged) -> Result<Option<Key>, RequestError> {
        let Some(after) = &self.after else { return Ok(None) };
        let cursor = Cursor::decode(after, list, "").map_err(|_| invalid_token())?;
        Ok(Some(cursor.position_key()))
    }

    /// When the store of the list was created for whose page the token was given, if it is a list of one store.
    #[must_use]
    pub fn created(&self, list: &impl Paged) -> Option<Timestamp> {
        Cursor::read(self.after.as_deref()?, list, "")?.created()
    }

    /// The token of the page that begins after a record of the list, as [`Self::after_key`] has it; without one, there is none.
    /// `created` is when the store of the list was created, if it is a list of one store.
    #[must_use]
    pub fn token_after(&self, list: &impl Paged, key: Option<Key>, created: Option<Timestamp>) -> PageToken {
        let cursor = key.and_then(|key| Cursor::after_key(list, key)).map(|cursor| match created {
            Some(created) => cursor.created_at(created),
            None => cursor,
        });
        cursor.map(|cursor| self.token(&cursor.encode())).unwrap_or_default()
    }

    /// The token of the page that begins after this position.
    #[must_use]
    pub fn token(&self, after: &str) -> PageToken {
        // After a page without room, those that follow the token alone get on.
        let limit = if self.limit == 0 { bounds::DEFAULT_PAGE_ENTRIES } else { self.limit };
        PageToken(format!("{limit}.{}.{after}", self.fingerprint))
    }

    /// The token that leads to this page again.
    #[must_use]
    pub fn again(&self) -> PageToken {
        self.token(self.after.as_deref().unwrap_or_default())
    }
}

/// The error for a token that no answer had.
fn invalid_token() -> RequestError {
    malformed("/page/token", "must be the `next_token` of the previous page")
}

/// A hash of what a request searches. The id of what is searched is ignored, and so it is left out.
fn fingerprint(searched: &str, bytes: &[u8]) -> String {
    let body: Value = serde_json::from_slice(bytes).unwrap_or_default();
    let mut entities: Vec<Value> = ENTITIES.map(|name| body.get(name).cloned().unwrap_or_default()).into();
    for (name, entity) in ENTITIES.iter().zip(&mut entities) {
        if let Some(entity) = entity.as_object_mut().filter(|_| *name == searched) {
            entity.remove("id");
        }
        entity.sort_all_objects();
    }
    let mut properties = body.pointer("/page/properties").cloned().unwrap_or_default();
    properties.sort_all_objects();
    entities.push(properties);
    let hash = Sha256::digest(format!("{searched} {}", Value::Array(entities)));
    URL_SAFE_NO_PAD.encode(hash.get(..FINGERPRINT_BYTES).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use staffroom_app::{Key, Listing, MemberFilter, MemberList, MemberOrder, listed_member, name_place};
    use staffroom_domain::builders::member;
    use staffroom_domain::{PermissionSlug, StoreId};

    use super::PageRequest;
    use crate::authzen::SubjectSearchBody;
    use crate::body::read_value;
    use crate::error::RequestError;

    #[expect(clippy::needless_pass_by_value, reason = "callers write JSON")]
    fn search(page: Value) -> Value {
        json!({
            "subject": {"type": "user"}, "action": {"name": "read"},
            "resource": {"type": "record", "id": "r1"}, "page": page,
        })
    }

    fn page(body: &Value) -> Result<PageRequest, RequestError> {
        let bytes = body.to_string().into_bytes();
        PageRequest::of_subjects(&read_value::<SubjectSearchBody>(body.clone()).unwrap(), &bytes)
    }

    #[test]
    fn a_token_leads_on_with_the_same_limit() {
        let first = page(&search(json!({"limit": 7}))).unwrap();
        assert_eq!((first.limit, first.after.clone()), (7, None));
        let token = first.token("b2s.x");
        for again in [json!({"token": token.as_str()}), json!({"token": token.as_str(), "limit": 7})] {
            let next = page(&search(again)).unwrap();
            assert_eq!((next.limit, next.after.as_deref()), (7, Some("b2s.x")));
        }
        let again = page(&search(json!({"token": first.again().as_str()}))).unwrap();
        assert_eq!(again, first);
    }

    #[test]
    fn a_page_without_room_is_followed_by_one_with_room() {
        let none = page(&search(json!({"limit": 0}))).unwrap();
        let token = none.again();
        let next = |more: Value| page(&search(more)).map(|page| (page.limit, page.after));
        assert_eq!(next(json!({"token": token.as_str()})), Ok((50, None)));
        assert_eq!(next(json!({"token": token.as_str(), "limit": 3})), Ok((3, None)));
        assert_eq!(next(json!({"token": token.as_str(), "limit": 0})), Ok((0, None)));
    }

    #[test]
    fn a_token_leads_behind_the_owner_or_behind_a_member() {
        let read: PermissionSlug = "read".parse().unwrap();
        let of = |store: &str| MemberList {
            store: store.parse().unwrap(),
            filter: MemberFilter { permission: Some(read.clone()), ..MemberFilter::default() },
            order: MemberOrder::Name,
        };
        let (store, list) = ("r1".parse::<StoreId>().unwrap(), of("r1"));
        let first = page(&search(json!({}))).unwrap();
        assert_eq!(first.after_key(&list), Ok(None));
        let kim = member("kim", &[]);
        let entry = listed_member(&store, Listing::Permission(read.clone()), name_place(&kim), &kim.user);
        for key in [Key::Store(store), entry] {
            let token = first.token_after(&list, Some(key.clone()), None);
            let next = page(&search(json!({"token": token.as_str()}))).unwrap();
            assert_eq!(next.after_key(&list), Ok(Some(key)));
            assert!(next.after_key(&of("r2")).is_err());
        }
        assert_eq!(first.token_after(&list, None, None).as_str(), "");
        let wrong = page(&search(json!({"token": first.token("x").as_str()}))).unwrap();
        assert!(wrong.after_key(&list).is_err());
    }

    #[test]
    fn the_limit_has_a_default_and_a_maximum() {
        for (given, limit) in [
            (json!({}), 50),
            (json!({"limit": 0}), 0),
            (json!({"limit": u32::MAX}), 100),
            (json!({"limit": 7.0}), 7),
        ] {
            assert_eq!(page(&search(given)).unwrap().limit, limit);
        }
        assert_eq!(page(&search(json!({"token": ""}))).unwrap().limit, 50, "an empty token is none");
        for limit in [json!(-1), json!(1_u64 << 32), json!("5"), json!(1.5)] {
            assert!(read_value::<SubjectSearchBody>(search(json!({"limit": limit}))).is_err(), "{limit}");
        }
    }

    #[test]
    fn a_token_of_another_request_is_refused() {
        let token = page(&search(json!({"limit": 7}))).unwrap().token("x");
        let with = |change: fn(&mut Value)| {
            let mut body = search(json!({"token": token.as_str()}));
            change(&mut body);
            page(&body).map(|page| page.limit)
        };
        assert_eq!(with(|body| body["future"] = json!(1)), Ok(7), "unknown fields are ignored");
        assert_eq!(with(|body| body["subject"]["id"] = json!("ana")), Ok(7), "and the id that is searched");
        for change in [
            (|body: &mut Value| body["action"]["name"] = json!("write")) as fn(&mut Value),
            |body| body["resource"]["id"] = json!("r2"),
            |body| body["context"] = json!({"time": 1}),
            |body| body["page"]["limit"] = json!(8),
            |body| body["page"]["properties"] = json!({"sort": "name"}),
        ] {
            assert!(with(change).is_err());
        }
    }

    #[test]
    fn what_is_no_token_is_refused() {
        let token = page(&search(json!({}))).unwrap().token("x");
        let fingerprint = token.as_str().split('.').nth(1).unwrap().to_owned();
        for wrong in ["x", ".", "..", "7", "x..", "-1.a.b", &format!("101.{fingerprint}.x"), &"9".repeat(100)]
        {
            assert!(page(&search(json!({"token": wrong}))).is_err(), "{wrong}");
        }
    }
}
