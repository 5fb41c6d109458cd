//! How far an event source mapping has read the stream.

use std::collections::BTreeMap;
use std::path::PathBuf;

use anyhow::Context as _;
use serde_json::json;

/// The last processed sequence number per shard. With a file, it survives a restart.
pub struct Checkpoint {
    file: Option<PathBuf>,
    sequence_numbers: BTreeMap<String, String>,
}

impl Checkpoint {
    /// Reads the checkpoint from its file.
    pub fn load(file: Option<PathBuf>) -> anyhow::Result<Self> {
        let sequence_numbers = match &file {
            Some(path) => {
                let stored = crate::persistence::read_or_create(path, || Ok(b"{}".to_vec()))?;
                serde_json::from_slice(&stored)
                    .with_context(|| format!("{} is not a valid checkpoint", path.display()))?
            }
            None => BTreeMap::new(),
        };
        Ok(Self { file, sequence_numbers })
    }

    /// The last processed sequence number of a shard.
    pub fn get(&self, shard: &str) -> Option<&String> {
        self.sequence_numbers.get(shard)
    }

    /// Records and stores the last processed sequence number of a shard.
    pub fn set(&mut self, shard: &str, sequence_number: &str) {
        self.sequence_numbers.insert(shard.to_owned(), sequence_number.to_owned());
        let Some(file) = &self.file else { return };
        if let Err(error) =
            crate::persistence::replace(file, json!(self.sequence_numbers).to_string().as_bytes())
        {
            tracing::error!(%error, file = %file.display(), "cannot store the checkpoint of the stream");
        }
    }
}
