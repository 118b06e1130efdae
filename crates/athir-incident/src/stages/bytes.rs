//! Values as bytes, with the method that made them in front.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::CardError;

pub(crate) fn write<T: Serialize>(method: u32, value: &T) -> Vec<u8> {
    postcard::to_allocvec(&(method, value)).expect("numbers, texts and lists of them can be written")
}

/// Reads what [`write`] wrote, where the method is the same.
pub(crate) fn read<T: DeserializeOwned>(method: u32, bytes: &[u8]) -> Result<T, CardError> {
    match postcard::take_from_bytes::<u32>(bytes) {
        Ok((written, value)) if written == method => postcard::from_bytes(value).map_err(|_| CardError),
        _ => Err(CardError),
    }
}
