//! The folder of `--data`, and how its files are written.
//!
//! The files hold signing keys, and mails with links that let their bearer join a store. So only the user who runs the
//! stack may read them.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::Write as _;
#[cfg(unix)]
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};

/// A folder that one process at a time uses.
#[derive(Debug)]
pub struct DataFolder {
    path: PathBuf,
    _lock: File,
}

impl DataFolder {
    /// Opens the folder and locks it. Creates it if it does not exist.
    pub fn open(path: PathBuf) -> anyhow::Result<Self> {
        let describe = || format!("cannot use the folder {}", path.display());
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        builder.mode(0o700);
        builder.create(&path).with_context(describe)?;
        let lock = private_file().write(true).create(true).open(path.join("lock")).with_context(describe)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path, _lock: lock }),
            Err(fs::TryLockError::WouldBlock) => {
                bail!("another local stack uses the folder {}", path.display())
            }
            Err(fs::TryLockError::Error(error)) => Err(error).with_context(describe),
        }
    }

    /// The folder's path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The path of a file in the folder.
    #[must_use]
    pub fn file(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }
}

/// Reads a file. If it does not exist, creates it with the bytes that `initial` returns.
pub fn read_or_create(
    file: &Path,
    initial: impl FnOnce() -> anyhow::Result<Vec<u8>>,
) -> anyhow::Result<Vec<u8>> {
    match fs::read(file) {
        Ok(bytes) => {
            make_private(file).with_context(|| format!("cannot restrict access to {}", file.display()))?;
            Ok(bytes)
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let bytes = initial()?;
            replace(file, &bytes).with_context(|| format!("cannot write {}", file.display()))?;
            Ok(bytes)
        }
        Err(error) => Err(error).with_context(|| format!("cannot read {}", file.display())),
    }
}

/// Replaces a file's contents in one step: after a crash the file holds either the old or the new contents.
pub fn replace(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let temporary = file.with_extension("new");
    // One that a crash left behind may have other permissions.
    let _ = fs::remove_file(&temporary);
    private_file().write(true).create_new(true).open(&temporary)?.write_all(bytes)?;
    fs::rename(temporary, file)
}

/// Creates an empty file that only its owner may read and write, or removes the access of others from an existing one.
pub fn create_private(file: &Path) -> std::io::Result<()> {
    private_file().append(true).create(true).open(file)?;
    make_private(file)
}

/// Options to open a file that, when created, only its owner may read and write.
#[must_use]
pub fn private_file() -> OpenOptions {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "the mode exists on Unix only"))]
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    options.mode(0o600);
    options
}

/// Removes the access of others from a file that an earlier version created with the default permissions.
fn make_private(file: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    if fs::metadata(file)?.permissions().mode() & 0o077 != 0 {
        fs::set_permissions(file, fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("metadata").permissions().mode() & 0o777
    }

    #[test]
    fn only_the_owner_can_read_what_is_written() {
        let path = std::env::temp_dir().join(format!("data-{}", uuid::Uuid::new_v4()));
        let folder = DataFolder::open(path.clone()).expect("a folder");
        assert_eq!(mode(&path), 0o700);
        assert!(DataFolder::open(path.clone()).is_err(), "a second process is refused");

        let created = folder.file("created");
        assert_eq!(read_or_create(&created, || Ok(b"1".to_vec())).expect("created"), b"1");
        assert_eq!(mode(&created), 0o600);
        replace(&created, b"2").expect("replaced");
        assert_eq!(mode(&created), 0o600);
        assert_eq!(read_or_create(&created, || bail!("not called")).expect("read"), b"2");

        let earlier = folder.file("earlier");
        fs::write(&earlier, b"3").expect("written");
        fs::set_permissions(&earlier, fs::Permissions::from_mode(0o644)).expect("permissions");
        assert_eq!(read_or_create(&earlier, || bail!("not called")).expect("read"), b"3");
        assert_eq!(mode(&earlier), 0o600);
        fs::remove_dir_all(path).expect("removed");
    }
}
