//! The bytes of an input, unpacked on the way, with the place where they stand.

use std::io::{self, BufRead, Read};
use std::mem;

use flate2::bufread::GzDecoder;
use ruzstd::decoding::{BlockDecodingStrategy, Dictionary, FrameDecoder};

/// How many bytes are read or unpacked at once.
const CHUNK: usize = 64 * 1024;
/// The greatest zstd window that is held in memory; `zstd --long` uses it.
const WINDOW: u64 = 128 * 1024 * 1024;
/// The greatest dictionary at the head of a zstd archive.
const DICTIONARY: u64 = 16 * 1024 * 1024;

/// How much of a unit is kept to be searched again for the next, when it is broken.
const KEPT: usize = 1024 * 1024;
/// How often that is done in one input. An input made to be broken everywhere would cost the square of its length.
const MOST_SEARCHED_AGAIN: u32 = 1000;

const GZIP: &[u8] = &[0x1F, 0x8B, 0x08];
const ZSTD: &[u8] = &[0x28, 0xB5, 0x2F, 0xFD];

/// The bytes of an input, unpacked if it is packed with gzip or zstd.
///
/// A packed input is a row of units (gzip members, zstd frames); web archives pack each record as one. What is
/// unpacked of one is read to its end, and its checksum compared, before the next begins.
pub(super) struct Stream {
    state: State,
    unzstd: Option<Box<FrameDecoder>>,
    buffer: Vec<u8>,
    at: usize,
    /// Offset of the next byte in what is unpacked.
    offset: u64,
    /// Where the unit at hand begins: in the file, and in what is unpacked.
    unit: (u64, u64),
    n_units: u64,
    n_searched_again: u32,
    /// What went wrong behind the bytes in the buffer.
    fault: Option<io::Error>,
}

enum State {
    Plain(Raw),
    Between(Raw),
    Gzip(Box<GzDecoder<Raw>>),
    Zstd(Raw, Box<FrameDecoder>),
    /// After a fault.
    Lost(Raw),
    Gone,
}

impl Stream {
    /// Begins to read. A name may say that the bytes are packed; they decide, unless they are no text either.
    pub(super) fn new(from: Box<dyn Read + Send>, name_says_packed: bool) -> io::Result<Stream> {
        let mut raw = Raw { from, buffer: Vec::new(), at: 0, offset: 0, mark: None };
        let head = raw.peek(4)?;
        let packed = head.starts_with(GZIP) || head.starts_with(ZSTD) || skippable(head).is_some();
        let packed = packed || name_says_packed && head.contains(&0);
        Ok(Stream {
            state: if packed { State::Between(raw) } else { State::Plain(raw) },
            unzstd: None,
            buffer: Vec::new(),
            at: 0,
            offset: 0,
            unit: (0, 0),
            n_units: 0,
            n_searched_again: 0,
            fault: None,
        })
    }

    /// Where the next byte stands.
    ///
    /// In a file of many packed units it is where the unit begins in the file, if the byte is its first; else it is
    /// the offset in what is unpacked, which for a file that is not packed is the offset in the file.
    pub(super) fn here(&mut self) -> u64 {
        self.head(1);
        let (in_file, unpacked) = self.unit;
        if self.n_units > 1 && unpacked == self.offset { in_file } else { self.offset }
    }

    /// Gives bytes back that were taken last; they are read once more.
    pub(super) fn push_back(&mut self, bytes: &[u8]) {
        self.offset -= bytes.len() as u64;
        self.buffer.splice(..self.at, bytes.iter().copied());
        self.at = 0;
    }

    /// The next bytes, which stay to be read: up to `n`, and none of another unit.
    pub(super) fn head(&mut self, n: usize) -> &[u8] {
        while self.buffer.len() - self.at < n && self.fault.is_none() {
            let had = self.buffer.len() - self.at;
            match self.fill(true) {
                Ok(()) if self.buffer.len() - self.at == had => break,
                Ok(()) => {}
                // It comes again when the bytes before it are read.
                Err(error) => self.fault = Some(error),
            }
        }
        let rest = &self.buffer[self.at..];
        &rest[..n.min(rest.len())]
    }

    /// Bytes of the unit at hand that are still to be read; none when it has ended, with its checksum proved.
    pub(super) fn rest_of_unit(&mut self) -> io::Result<&[u8]> {
        if self.at == self.buffer.len() && self.fault.is_none() {
            self.fill(false)?;
        }
        Ok(&self.buffer[self.at..])
    }

    /// Goes on after a fault with the next unit that can be found, and tells whether there is one.
    ///
    /// # Errors
    ///
    /// The system refuses to read.
    pub(super) fn recover(&mut self) -> io::Result<bool> {
        self.buffer.clear();
        self.at = 0;
        let State::Lost(mut raw) = mem::replace(&mut self.state, State::Gone) else { return Ok(false) };
        // A broken unit may have been taken for longer than it is, and the next read as a part of it.
        if self.n_searched_again < MOST_SEARCHED_AGAIN {
            self.n_searched_again += 1;
            raw.go_behind_mark();
        }
        raw.mark = None;
        loop {
            let head = raw.peek(4)?;
            if head.is_empty() {
                return Ok(false);
            }
            let gzip = head.starts_with(GZIP) && head.get(3).is_some_and(|flags| flags & 0xE0 == 0);
            if gzip || head.starts_with(ZSTD) {
                self.state = State::Between(raw);
                return Ok(true);
            }
            let rest = &raw.buffer[raw.at + 1..];
            let skip = rest.iter().position(|byte| [GZIP[0], ZSTD[0]].contains(byte)).unwrap_or(rest.len());
            raw.consume(skip + 1);
        }
    }

    /// Unpacks until there are more bytes to give or none are left. To bytes that are there already it adds none of
    /// another unit; to none, if it may begin one.
    fn fill(&mut self, may_begin: bool) -> io::Result<()> {
        self.buffer.drain(..self.at);
        self.at = 0;
        let had = self.buffer.len();
        while self.buffer.len() == had {
            match mem::replace(&mut self.state, State::Gone) {
                State::Plain(mut raw) => {
                    let n = fill_from(&mut raw, &mut self.buffer);
                    self.state = State::Plain(raw);
                    if n? == 0 {
                        return Ok(());
                    }
                }
                State::Between(raw) if had > 0 || !may_begin => {
                    self.state = State::Between(raw);
                    return Ok(());
                }
                State::Between(raw) => {
                    if !self.begin_unit(raw)? {
                        return Ok(());
                    }
                }
                State::Gzip(mut unpack) => match fill_from(&mut unpack, &mut self.buffer) {
                    Ok(0) => self.state = State::Between(unpack.into_inner()),
                    Ok(_) => self.state = State::Gzip(unpack),
                    Err(error) => {
                        self.state = State::Lost(unpack.into_inner());
                        return Err(error);
                    }
                },
                State::Zstd(mut raw, mut frame) => {
                    while frame.can_collect() == 0 && !frame.is_finished() {
                        let step = BlockDecodingStrategy::UptoBlocks(1);
                        if let Err(error) = frame.decode_blocks(&mut raw, step) {
                            let error = zstd_fault(&mut raw, error);
                            self.state = State::Lost(raw);
                            return Err(error);
                        }
                    }
                    if fill_from(&mut frame, &mut self.buffer)? > 0 {
                        self.state = State::Zstd(raw, frame);
                        continue;
                    }
                    let told = frame.get_checksum_from_data();
                    let sound = told.is_none() || told == frame.get_calculated_checksum();
                    self.unzstd = Some(frame);
                    if !sound {
                        self.state = State::Lost(raw);
                        return Err(fault("the checksum of a zstd frame is wrong"));
                    }
                    self.state = State::Between(raw);
                }
                state @ (State::Lost(_) | State::Gone) => {
                    self.state = state;
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Begins the next unit, and tells whether there is one.
    fn begin_unit(&mut self, mut raw: Raw) -> io::Result<bool> {
        let start = raw.offset;
        let head = raw.peek(8)?;
        if head.is_empty() {
            self.state = State::Between(raw);
            return Ok(false);
        }
        raw.mark = Some(raw.at);
        let head = &raw.buffer[raw.at..];
        if let Some((kind, length)) = skippable(head) {
            raw.consume(8);
            let skipped = if kind == 0x5D && start == 0 && length <= DICTIONARY {
                self.learn(&mut raw, length)
            } else {
                skip(&mut raw, length)
            };
            return match skipped {
                Ok(()) => {
                    self.state = State::Between(raw);
                    Ok(true)
                }
                Err(error) => {
                    self.state = State::Lost(raw);
                    Err(error)
                }
            };
        }
        let packed = head.starts_with(GZIP) || head.starts_with(ZSTD);
        if packed {
            self.unit = (start, self.offset);
            self.n_units += 1;
        }
        if head.starts_with(GZIP) {
            self.state = State::Gzip(Box::new(GzDecoder::new(raw)));
        } else if head.starts_with(ZSTD) {
            let mut frame = self.unzstd.take().unwrap_or_else(new_frame);
            if let Err(error) = frame.init(&mut raw) {
                let error = zstd_fault(&mut raw, error);
                self.state = State::Lost(raw);
                return Err(error);
            }
            self.state = State::Zstd(raw, frame);
        } else if head[0] == 0 {
            // Tapes and disks pad with zeros.
            let n = raw.buffer[raw.at..].iter().take_while(|&&byte| byte == 0).count();
            raw.consume(n);
            self.state = State::Between(raw);
            return Ok(true);
        } else {
            self.state = State::Lost(raw);
            return Err(fault("what follows is packed neither with gzip nor with zstd"));
        }
        Ok(true)
    }

    /// Reads the dictionary that stands at the head of some archives packed with zstd.
    fn learn(&mut self, raw: &mut Raw, length: u64) -> io::Result<()> {
        let mut bytes = Vec::new();
        raw.take(length).read_to_end(&mut bytes)?;
        if (bytes.len() as u64) < length {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut frame = new_frame();
        if bytes.starts_with(ZSTD) {
            let mut packed = bytes.as_slice();
            let unpacked = frame.init(&mut packed).and_then(|()| {
                frame.decode_blocks(&mut packed, BlockDecodingStrategy::UptoBytes(DICTIONARY as usize))
            });
            unpacked.map_err(|error| fault(error.to_string()))?;
            bytes.clear();
            frame.as_mut().take(DICTIONARY).read_to_end(&mut bytes)?;
            frame = new_frame();
        }
        let dictionary = Dictionary::decode_dict(&bytes).map_err(|error| fault(error.to_string()))?;
        frame.add_dict(dictionary).map_err(|error| fault(error.to_string()))?;
        self.unzstd = Some(frame);
        Ok(())
    }
}

fn new_frame() -> Box<FrameDecoder> {
    let mut frame = Box::new(FrameDecoder::new());
    frame.set_max_window_size(WINDOW);
    frame
}

/// The kind and length of a frame that only carries notes.
fn skippable(head: &[u8]) -> Option<(u8, u64)> {
    let (&[kind, 0x2A, 0x4D, 0x18], rest) = head.split_first_chunk()? else { return None };
    let length = rest.first_chunk().map_or(0, |&length| u32::from_le_bytes(length));
    (0x50..=0x5F).contains(&kind).then(|| (kind, length.into()))
}

fn skip(raw: &mut Raw, length: u64) -> io::Result<()> {
    match io::copy(&mut raw.take(length), &mut io::sink())? {
        n if n < length => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(()),
    }
}

fn fault(words: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, words)
}

fn zstd_fault(raw: &mut Raw, error: ruzstd::decoding::errors::FrameDecoderError) -> io::Error {
    match raw.peek(1) {
        Ok([]) => io::ErrorKind::UnexpectedEof.into(),
        Ok(_) => fault(error.to_string()),
        Err(error) => error,
    }
}

fn fill_from(from: &mut impl Read, buffer: &mut Vec<u8>) -> io::Result<usize> {
    let had = buffer.len();
    buffer.resize(had + CHUNK, 0);
    let n = loop {
        match from.read(&mut buffer[had..]) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            n => break n,
        }
    };
    buffer.truncate(had + *n.as_ref().unwrap_or(&0));
    n
}

impl Read for Stream {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(into)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Stream {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.buffer.len() {
            if let Some(fault) = self.fault.take() {
                return Err(fault);
            }
            self.fill(true)?;
        }
        Ok(&self.buffer[self.at..])
    }

    fn consume(&mut self, n: usize) {
        self.at += n;
        self.offset += n as u64;
    }
}

/// The bytes of the file, with some to look at in advance.
struct Raw {
    from: Box<dyn Read + Send>,
    buffer: Vec<u8>,
    at: usize,
    /// Offset of the next byte in the file.
    offset: u64,
    /// Where the unit at hand begins in the buffer, as long as that is kept.
    mark: Option<usize>,
}

impl Raw {
    /// Goes back to the second byte of the unit at hand, if that is kept.
    fn go_behind_mark(&mut self) {
        if let Some(mark) = self.mark.filter(|&mark| mark < self.at) {
            self.offset -= (self.at - mark - 1) as u64;
            self.at = mark + 1;
        }
    }

    /// The next bytes: at least `n`, or all that are left.
    fn peek(&mut self, n: usize) -> io::Result<&[u8]> {
        while self.buffer.len() - self.at < n {
            self.mark = self.mark.filter(|mark| self.at - mark <= KEPT);
            let passed = self.mark.unwrap_or(self.at);
            self.buffer.drain(..passed);
            self.at -= passed;
            self.mark = self.mark.map(|_| 0);
            let had = self.buffer.len();
            self.buffer.resize(had + CHUNK, 0);
            let got = loop {
                match self.from.read(&mut self.buffer[had..]) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    got => break got,
                }
            };
            self.buffer.truncate(had + *got.as_ref().unwrap_or(&0));
            if got? == 0 {
                break;
            }
        }
        Ok(&self.buffer[self.at..])
    }
}

impl Read for Raw {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.fill_buf()?.read(into)?;
        self.consume(n);
        Ok(n)
    }
}

impl BufRead for Raw {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.peek(1)
    }

    fn consume(&mut self, n: usize) {
        self.at += n;
        self.offset += n as u64;
    }
}
