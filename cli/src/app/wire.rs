//! Messages of the Language Server Protocol over standard input and output.
//!
//! A message is a header with its length and that many bytes. One thread reads, so that what has
//! arrived meanwhile can be looked at before something costly is done; everything else happens in
//! the order in which it came.
#![expect(clippy::disallowed_methods, reason = "the one door for messages")]

use std::io::{self, BufRead, Read as _, Write as _};
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};

use crate::app::{AppError, Exit};

/// The longest message that is taken.
const LONGEST: u64 = 64 << 20;
/// The longest line of a header.
const LONGEST_LINE: u64 = 4096;
/// How many messages may wait.
const WAITING: usize = 1024;

/// What came over the wire.
#[derive(Debug)]
pub enum Incoming {
    /// The bytes of one message.
    Message(Vec<u8>),
    /// Something that is no message; nothing comes after it.
    Broken(String),
    /// The end.
    End,
}

/// The wire to an editor.
#[derive(Debug)]
pub struct Wire {
    incoming: Receiver<Incoming>,
}

impl Wire {
    /// Begins to read standard input.
    pub fn open() -> Self {
        let (sender, incoming) = sync_channel(WAITING);
        std::thread::spawn(move || {
            let mut input = io::stdin().lock();
            loop {
                let next = match next(&mut input) {
                    Ok(Some(bytes)) => Incoming::Message(bytes),
                    Ok(None) => Incoming::End,
                    Err(error) => Incoming::Broken(error.to_string()),
                };
                let is_last = !matches!(next, Incoming::Message(_));
                if sender.send(next).is_err() || is_last {
                    return;
                }
            }
        });
        Self { incoming }
    }

    /// The next message; waits for it.
    pub fn receive(&self) -> Incoming {
        self.incoming.recv().unwrap_or(Incoming::End)
    }

    /// The next message, if one is there.
    pub fn receive_now(&self) -> Option<Incoming> {
        match self.incoming.try_recv() {
            Ok(incoming) => Some(incoming),
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => Some(Incoming::End),
        }
    }

    /// Sends one message.
    pub fn send(&self, message: &str) -> Result<(), AppError> {
        let mut output = io::stdout().lock();
        let sent = write!(output, "Content-Length: {}\r\n\r\n{message}", message.len());
        sent.and_then(|()| output.flush()).map_err(|error| AppError {
            message: format!("cannot write to standard output: {error}"),
            help: None,
            exit: Exit::No,
        })
    }
}

/// Reads one message; `None` at the end of the input.
fn next(input: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let invalid = |message: &str| io::Error::new(io::ErrorKind::InvalidData, message);
    let mut length: Option<u64> = None;
    let mut first = true;
    loop {
        let mut line = Vec::new();
        input.take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        if line.is_empty() {
            return if first { Ok(None) } else { Err(invalid("the input ends inside a header")) };
        }
        first = false;
        if line.last() != Some(&b'\n') {
            return Err(invalid("a line of the header has no end"));
        }
        let line = line.trim_ascii();
        if line.is_empty() {
            break;
        }
        let line = std::str::from_utf8(line).map_err(|_| invalid("the header is no text"))?;
        let (name, value) =
            line.split_once(':').ok_or_else(|| invalid("a line of the header has no colon"))?;
        if name.trim().eq_ignore_ascii_case("Content-Length") {
            let value = value.trim().parse().map_err(|_| invalid("the length of a message is no number"))?;
            length = Some(value);
        }
    }
    let length = length.ok_or_else(|| invalid("a message has no length"))?;
    if length > LONGEST {
        return Err(invalid("a message is longer than 64 MiB"));
    }
    let mut message = Vec::new();
    input.take(length).read_to_end(&mut message)?;
    if message.len() as u64 != length {
        return Err(invalid("the input ends inside a message"));
    }
    Ok(Some(message))
}

#[cfg(test)]
mod tests {
    use super::next;

    fn read(mut text: &[u8]) -> String {
        match next(&mut text) {
            Ok(Some(bytes)) => {
                format!("{} then {:?}", String::from_utf8_lossy(&bytes), String::from_utf8_lossy(text))
            }
            Ok(None) => "the end".to_owned(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_message_is_as_long_as_its_header_says() {
        let read = [
            "Content-Type: x\r\ncontent-length: 2\r\n\r\n{}C",
            "Content-Length: 0\n\n",
            "",
            "Content-Length: 3\r\n\r\n{}",
            "Content-Length: 99999999999\r\n\r\n{}",
            "Content-Length: -1\r\n\r\n{}",
            "Length: 2\r\n\r\n{}",
            "GET / HTTP/1.1\r\n\r\n",
            "Content-Length: 2",
        ]
        .map(|text| read(text.as_bytes()));
        assert_eq!(
            read,
            [
                "{} then \"C\"",
                " then \"\"",
                "the end",
                "the input ends inside a message",
                "a message is longer than 64 MiB",
                "the length of a message is no number",
                "a message has no length",
                "a line of the header has no colon",
                "a line of the header has no end",
            ]
        );
    }
}
