//! Zip files, also those that office formats are: parts by name, never more bytes than the limits allow.

use super::error::IngestError;
use super::limits::{Limit, Limits};
use std::io::{Cursor, Read, sink};
use zip::ZipArchive;
use zip::result::ZipError;

/// A file or a folder of an archive.
#[derive(Debug)]
pub struct Entry {
    /// Its place in the archive.
    pub index: usize,
    /// Its name in whatever encoding.
    pub raw_name: Vec<u8>,
    /// A folder.
    pub is_folder: bool,
    /// A symbolic link.
    pub is_link: bool,
}

/// A zip file whose parts are unpacked one by one.
pub struct Package<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// Names in lower case with `/` between parts and none before the first.
    names: Vec<String>,
    /// Bytes that may still be unpacked.
    left: u64,
    limit: u64,
}

impl<'b> Package<'b> {
    /// Opens a zip file.
    ///
    /// # Errors
    /// [`IngestError::Damaged`] where its directory cannot be read, [`IngestError::TooLarge`] past [`Limits::members`].
    pub fn open(bytes: &'b [u8], limits: &Limits) -> Result<Package<'b>, IngestError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| of_zip(&error))?;
        if zip.len() > limits.members {
            let (found, limit) = (zip.len() as u64, limits.members as u64);
            return Err(IngestError::TooLarge { what: Limit::Members, found, limit, line: None });
        }
        let name = |at| zip.name_for_index(at).and_then(Result::ok).map_or(String::new(), |name| normal_name(&name));
        let names = (0..zip.len()).map(name).collect();
        Ok(Package { zip, names, left: limits.unpacked_bytes, limit: limits.unpacked_bytes })
    }

    /// The names of the parts, in lower case, without a leading `/`.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The bytes of a part; None where there is none of that name. Case and a leading `/` do not matter.
    ///
    /// # Errors
    /// A part that is encrypted, damaged, or too large.
    pub fn read(&mut self, name: &str) -> Result<Option<Vec<u8>>, IngestError> {
        let wanted = normal_name(name);
        match self.names.iter().position(|name| *name == wanted) {
            Some(at) => self.read_at(at).map(Some),
            None => Ok(None),
        }
    }

    /// The bytes of the part with this index in [`Package::names`].
    ///
    /// # Errors
    /// As [`Package::read`].
    pub fn read_at(&mut self, at: usize) -> Result<Vec<u8>, IngestError> {
        let mut bytes = Vec::new();
        let part = self.zip.by_index(at).map_err(|error| of_zip(&error))?;
        // One byte more than allowed tells a part that is too large from one that just fits.
        part.take(self.left + 1).read_to_end(&mut bytes).map_err(|error| IngestError::Damaged(error.to_string()))?;
        self.spend(bytes.len() as u64)?;
        Ok(bytes)
    }

    /// The files and folders of an archive, in its order.
    pub fn entries(&mut self) -> Vec<Entry> {
        let entry = |index: usize| {
            let file = self.zip.by_index_raw(index).ok()?;
            let (is_folder, is_link) = (file.is_dir(), file.is_symlink());
            Some(Entry { index, raw_name: file.name_raw().to_vec(), is_folder, is_link })
        };
        (0..self.names.len()).filter_map(entry).collect()
    }

    /// The bytes of a file of an archive, of at most so many.
    ///
    /// # Errors
    /// As [`Package::read`]; a file that is too large by itself costs nothing of what others may take.
    pub fn read_member(&mut self, at: usize, most: u64) -> Result<Vec<u8>, IngestError> {
        let mut bytes = Vec::new();
        let part = self.zip.by_index(at).map_err(|error| of_zip(&error))?;
        let room = self.left.min(most);
        part.take(room + 1).read_to_end(&mut bytes).map_err(|error| IngestError::Damaged(error.to_string()))?;
        let found = bytes.len() as u64;
        if found > most && most <= self.left {
            return Err(IngestError::TooLarge { what: Limit::FileBytes, found, limit: most, line: None });
        }
        self.spend(found)?;
        Ok(bytes)
    }

    /// Unpacks everything into nothing, so that a library may read the file by itself afterwards.
    ///
    /// # Errors
    /// As [`Package::read`].
    pub fn check(&mut self) -> Result<(), IngestError> {
        for at in 0..self.zip.len() {
            let part = self.zip.by_index(at).map_err(|error| of_zip(&error))?;
            let unpacked = std::io::copy(&mut part.take(self.left + 1), &mut sink());
            self.spend(unpacked.map_err(|error| IngestError::Damaged(error.to_string()))?)?;
        }
        Ok(())
    }

    fn spend(&mut self, bytes: u64) -> Result<(), IngestError> {
        match self.left.checked_sub(bytes) {
            Some(left) => {
                self.left = left;
                Ok(())
            }
            None => {
                let (found, limit) = (self.limit + 1, self.limit);
                Err(IngestError::TooLarge { what: Limit::UnpackedBytes, found, limit, line: None })
            }
        }
    }
}

fn normal_name(name: &str) -> String {
    let name = name.replace('\\', "/");
    let parts: Vec<&str> = name.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    parts.join("/").to_lowercase()
}

fn of_zip(error: &ZipError) -> IngestError {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => IngestError::Encrypted,
        other => IngestError::Damaged(other.to_string()),
    }
}

/// A zip file of these parts, for tests.
#[cfg(test)]
pub fn zipped<B: AsRef<[u8]>>(parts: &[(&str, B)]) -> Vec<u8> {
    use std::io::Write;
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("writable");
        writer.write_all(bytes.as_ref()).expect("writable");
    }
    writer.finish().expect("writable").into_inner()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found_by_any_spelling() {
        let bytes = zipped(&[("/Doc_0/Document.XML", "a"), ("b.xml", "bb")]);
        let mut package = Package::open(&bytes, &Limits::default()).expect("a zip file");
        assert_eq!(package.read("doc_0/./document.xml"), Ok(Some(b"a".to_vec())));
        assert_eq!(package.read("/B.xml"), Ok(Some(b"bb".to_vec())));
        assert_eq!(package.read("c.xml"), Ok(None));
    }

    #[test]
    fn limits_hold_at_the_edge() {
        let bytes = zipped(&[("a", [0; 600].as_slice()), ("b", &[0; 400])]);
        let check = |unpacked_bytes, members| {
            let limits = Limits { unpacked_bytes, members, ..Limits::default() };
            match Package::open(&bytes, &limits).and_then(|mut package| package.check()) {
                Err(IngestError::TooLarge { what, .. }) => Some(what),
                other => {
                    assert_eq!(other, Ok(()));
                    None
                }
            }
        };
        assert_eq!(check(1000, 2), None);
        assert_eq!(check(999, 2), Some(Limit::UnpackedBytes));
        assert_eq!(check(1000, 1), Some(Limit::Members));
        let limits = Limits { unpacked_bytes: 599, ..Limits::default() };
        assert!(Package::open(&bytes, &limits).expect("a zip file").read("a").is_err());
    }

    #[test]
    fn damage_is_told() {
        let bytes = zipped(&[("a", b"text that is long enough to be damaged in the middle of it")]);
        let mut broken = bytes.clone();
        broken[40] ^= 0xff;
        let read = |bytes: &[u8]| Package::open(bytes, &Limits::default()).and_then(|mut p| p.read("a"));
        assert!(matches!(read(&broken), Err(IngestError::Damaged(_))));
        assert!(matches!(read(&bytes[..20]), Err(IngestError::Damaged(_))));
    }
}
