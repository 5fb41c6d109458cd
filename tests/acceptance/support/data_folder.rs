use std::fs;
use std::path::{Path, PathBuf};

use super::unique::unique_id;

/// A folder for `--data`, which is deleted when it is dropped.
pub struct DataFolder(PathBuf);

impl DataFolder {
    pub fn new() -> Self {
        Self(Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("data-{}", unique_id())))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for DataFolder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}
