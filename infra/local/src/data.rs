//! The folder of `--data`: what outlives the process, each thing in a file of its own.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

/// A data folder that this process alone uses.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    _lock: File,
}

impl Folder {
    /// Opens the folder, making it when it is missing.
    pub fn open(path: PathBuf) -> anyhow::Result<Self> {
        let failed = || format!("cannot use the folder {}", path.display());
        fs::create_dir_all(&path).with_context(failed)?;
        let lock = File::create(path.join("lock")).with_context(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path, _lock: lock }),
            Err(fs::TryLockError::WouldBlock) => {
                bail!("another stack is running on the folder {}", path.display())
            }
            Err(fs::TryLockError::Error(error)) => Err(error).with_context(failed),
        }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The path of one of its files.
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

/// What a file holds; where there is none, it gets what `make` makes.
pub fn kept(file: &Path, make: impl FnOnce() -> anyhow::Result<Vec<u8>>) -> anyhow::Result<Vec<u8>> {
    match fs::read(file) {
        Ok(bytes) => Ok(bytes),
        Err(missing) if missing.kind() == std::io::ErrorKind::NotFound => {
            let bytes = make()?;
            replace(file, &bytes).with_context(|| format!("cannot write {}", file.display()))?;
            Ok(bytes)
        }
        Err(other) => Err(other).with_context(|| format!("cannot read {}", file.display())),
    }
}

/// Replaces a file's contents at once, so that a crash leaves either the old or the new.
pub fn replace(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let fresh = file.with_extension("new");
    fs::write(&fresh, bytes)?;
    fs::rename(fresh, file)
}
