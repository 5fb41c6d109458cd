//! Calls with several entries: each entry is read on its own, and has a result of its own.

use serde_json::Value;
use staffroom_app::Fault;
use staffroom_domain::Rejection;

use crate::body::AtMost;
use crate::checked_value::CheckedValue;
use crate::error::{ApiError, RequestError};
use crate::problem::Problem;

/// How the entries of a call are read.
pub struct EntryFormat<T> {
    /// The list in the body.
    pub list: &'static str,
    /// The field that tells an entry from others.
    pub name: &'static str,
    /// The most characters of that field that a result repeats. No longer text is valid in it.
    pub name_characters: usize,
    /// Reads an entry.
    pub read: fn(Value) -> Result<T, RequestError>,
}

/// The entries of a call, as they were read.
pub struct Entries<T>(Vec<Entry<T>>);

struct Entry<T> {
    /// The text that was sent as the name, so that the caller recognises it even where it is not valid.
    name: Option<String>,
    content: Result<T, RequestError>,
}

impl<T: Clone> Entries<T> {
    /// Reads the entries.
    ///
    /// # Errors
    /// There are none. An entry that is not valid is refused in its result.
    pub fn read<const N: usize>(
        AtMost(entries): AtMost<CheckedValue, N>,
        format: &EntryFormat<T>,
    ) -> Result<Self, RequestError> {
        if entries.is_empty() {
            return Err(RequestError::invalid(format!("/{}", format.list), "must have at least 1 entry"));
        }
        let read = |entry: CheckedValue| {
            let name = match entry.get(format.name) {
                Some(Value::String(text)) => Some(text.chars().take(format.name_characters).collect()),
                Some(_) | None => None,
            };
            Entry { name, content: entry.unique().and_then(format.read) }
        };
        Ok(Self(entries.into_iter().map(read).collect()))
    }

    /// The entries that are valid, in their order.
    #[must_use]
    pub fn valid(&self) -> Vec<T> {
        self.0.iter().filter_map(|entry| entry.content.as_ref().ok()).cloned().collect()
    }

    /// What became of each entry, with its name: `results` are those of the valid ones, in their order. A call that stopped
    /// before it got to the end has fewer.
    pub fn with_results<'a, R>(
        &'a self,
        results: &'a [Result<R, Rejection>],
    ) -> impl Iterator<Item = (Option<&'a str>, Result<&'a R, Problem>)> {
        let mut results = results.iter();
        self.0.iter().map(move |entry| {
            let result = match &entry.content {
                Err(error) => Err(Problem::from(&ApiError::from(error.clone()))),
                Ok(_) => match results.next() {
                    Some(Ok(result)) => Ok(result),
                    Some(Err(rejection)) => Err(Problem::from(rejection)),
                    None => Err(Problem::from(&Fault::Unavailable { reason: String::new(), source: None })),
                },
            };
            (entry.name.as_deref(), result)
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};
    use staffroom_domain::Rejection;

    use super::{Entries, EntryFormat};
    use crate::body::AtMost;
    use crate::checked_value::CheckedValue;
    use crate::error::RequestError;

    const FORMAT: EntryFormat<u64> = EntryFormat {
        list: "numbers",
        name: "name",
        name_characters: 3,
        read: |entry| {
            entry["value"].as_u64().ok_or_else(|| RequestError::invalid("/value", "must be a number"))
        },
    };

    fn entries(entries: Vec<Value>) -> Result<Entries<u64>, RequestError> {
        Entries::read(AtMost::<_, 9>(entries.into_iter().map(CheckedValue::from).collect()), &FORMAT)
    }

    #[test]
    fn an_entry_with_a_field_twice_is_refused_alone() {
        let json = r#"[{"name": "a", "value": 1, "value": 2}, {"name": "b", "value": 3}]"#;
        let entries = Entries::read(AtMost::<_, 9>(serde_json::from_str(json).unwrap()), &FORMAT).unwrap();
        assert_eq!(entries.valid(), [3]);
        let results = [Ok(())];
        let statuses: Vec<_> = entries
            .with_results(&results)
            .map(|(name, result)| (name, result.err().map(|p| p.status())))
            .collect();
        assert_eq!(statuses, [(Some("a"), Some(422)), (Some("b"), None)]);
    }

    #[test]
    fn there_is_at_least_one() {
        let error = entries(Vec::new()).err().unwrap();
        assert_eq!(error, RequestError::invalid("/numbers", "must have at least 1 entry"));
    }

    #[test]
    fn each_has_its_own_result_under_the_name_that_was_sent() {
        let entries = entries(vec![
            json!({"name": "one", "value": 1}),
            json!({"name": "w\u{ef}\u{ef}\u{ef}", "value": "?"}),
            json!({"name": 7, "value": 2}),
            json!({"value": 3}),
        ])
        .unwrap();
        assert_eq!(entries.valid(), [1, 2, 3]);
        let results = [Ok("done"), Err(Rejection::NotFound)];
        let results: Vec<_> = entries
            .with_results(&results)
            .map(|(name, result)| (name, result.copied().map_err(|problem| problem.status())))
            .collect();
        let expected = [
            (Some("one"), Ok("done")),
            (Some("w\u{ef}\u{ef}"), Err(422)),
            (None, Err(404)),
            (None, Err(503)),
        ];
        assert_eq!(results, expected);
    }
}
