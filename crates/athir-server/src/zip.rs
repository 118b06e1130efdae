//! Archives of several files (ZIP, APPNOTE 6.3), each stored as it is.

use std::io::{self, Read, Write};

use flate2::Crc;

/// A file on its way into an archive.
struct Entry {
    name: String,
    crc: u32,
    size: u32,
    at: u32,
}

/// An archive that is written from the beginning to its end.
pub(crate) struct Zip<W> {
    to: W,
    at: u64,
    entries: Vec<Entry>,
}

/// The time of every entry: 1 January 1980, so that the same files give the same bytes.
const DATE: u16 = 0x0021;
/// The version that readers need, and that names are UTF-8.
const NEEDS: u16 = 20;
const UTF8: u16 = 1 << 11;

fn too_large() -> io::Error {
    io::Error::other("a file is larger than 4 GiB: use `athir export` on the server's machine")
}

impl<W: Write> Zip<W> {
    pub(crate) fn new(to: W) -> Zip<W> {
        Zip { to, at: 0, entries: Vec::new() }
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.at += bytes.len() as u64;
        self.to.write_all(bytes)
    }

    /// Adds a file; `open` gives its bytes, twice: they are counted before they are written.
    pub(crate) fn add<R: Read>(
        &mut self,
        name: &str,
        mut open: impl FnMut() -> io::Result<R>,
    ) -> io::Result<()> {
        let mut crc = Crc::new();
        let mut buffer = vec![0; 1 << 16];
        let mut size = 0_u64;
        let mut counted = open()?;
        loop {
            let n = counted.read(&mut buffer)?;
            if n == 0 {
                break;
            }
            crc.update(&buffer[..n]);
            size += n as u64;
        }
        drop(counted);
        let size = u32::try_from(size).map_err(|_| too_large())?;
        let at = u32::try_from(self.at).map_err(|_| too_large())?;
        let entry = Entry { name: name.to_owned(), crc: crc.sum(), size, at };
        let mut head = b"PK\x03\x04".to_vec();
        entry.describe(&mut head);
        head.extend(entry.name.as_bytes());
        self.put(&head)?;
        let mut written = open()?;
        self.at += io::copy(&mut written, &mut self.to)?;
        self.entries.push(entry);
        Ok(())
    }

    /// Writes the list of the files, which ends the archive.
    pub(crate) fn finish(mut self) -> io::Result<W> {
        let start = u32::try_from(self.at).map_err(|_| too_large())?;
        let mut list = Vec::new();
        for entry in &self.entries {
            list.extend(b"PK\x01\x02");
            list.extend(NEEDS.to_le_bytes());
            entry.describe(&mut list);
            // No comment, the first disk, no attributes.
            list.extend([0; 10]);
            list.extend(entry.at.to_le_bytes());
            list.extend(entry.name.as_bytes());
        }
        let n = u16::try_from(self.entries.len()).map_err(|_| io::Error::other("more than 65,535 files"))?;
        let length = u32::try_from(list.len()).map_err(|_| too_large())?;
        self.put(&list)?;
        let mut end = b"PK\x05\x06\0\0\0\0".to_vec();
        end.extend(n.to_le_bytes());
        end.extend(n.to_le_bytes());
        end.extend(length.to_le_bytes());
        end.extend(start.to_le_bytes());
        end.extend([0; 2]);
        self.put(&end)?;
        self.to.flush()?;
        Ok(self.to)
    }
}

impl Entry {
    /// What both the file's own head and the list say of it: what readers need, how it is stored, when it was written, its
    /// sum, its sizes and the length of its name.
    fn describe(&self, to: &mut Vec<u8>) {
        for number in [NEEDS, UTF8, 0, 0, DATE] {
            to.extend(number.to_le_bytes());
        }
        for number in [self.crc, self.size, self.size] {
            to.extend(number.to_le_bytes());
        }
        to.extend((self.name.len() as u16).to_le_bytes());
        to.extend([0; 2]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_archive_has_its_files_and_a_list_that_points_to_them() {
        let files = [("a.csv", &b"one,two\n"[..]), ("folder/b.csv", &b""[..])];
        let mut zip = Zip::new(Vec::new());
        for (name, bytes) in files {
            zip.add(name, || Ok(bytes)).unwrap();
        }
        let bytes = zip.finish().unwrap();
        let word = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
        let end = bytes.len() - 22;
        assert_eq!(&bytes[end..end + 4], b"PK\x05\x06");
        assert_eq!(word(end + 16) + word(end + 12), end, "the list ends where the end begins");
        let mut at = word(end + 16);
        for (name, content) in files {
            assert_eq!(&bytes[at..at + 4], b"PK\x01\x02");
            assert_eq!((word(at + 20), word(at + 24)), (content.len(), content.len()));
            assert_eq!(&bytes[at + 46..at + 46 + name.len()], name.as_bytes());
            let own = word(at + 42);
            let start = own + 30 + name.len();
            assert_eq!(&bytes[own..own + 4], b"PK\x03\x04");
            assert_eq!(&bytes[start..start + content.len()], content);
            at += 46 + name.len();
        }
        // `crc32` of the same bytes.
        assert_eq!(word(14), 0x5c3b_d142);
    }
}
