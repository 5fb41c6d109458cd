//! Integers in bodies.

use std::fmt;

use serde::de::{Error, Unexpected, Visitor};
use serde::{Deserialize, Deserializer};

/// An integer in a body, from 0 to 4,294,967,295. JSON has one type of numbers, so `1.0` is the integer 1, as JSON Schema has it
/// (draft 2020-12, Validation, section 6.1.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WholeNumber(pub u32);

impl<'de> Deserialize<'de> for WholeNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_u32(Number)
    }
}

struct Number;

impl Visitor<'_> for Number {
    type Value = WholeNumber;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an integer from 0 to 4294967295")
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<WholeNumber, E> {
        let fits = u32::try_from(number).map(WholeNumber);
        fits.map_err(|_| E::invalid_value(Unexpected::Unsigned(number), &self))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<WholeNumber, E> {
        let fits = u32::try_from(number).map(WholeNumber);
        fits.map_err(|_| E::invalid_value(Unexpected::Signed(number), &self))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<WholeNumber, E> {
        if number.fract() == 0.0 && (0.0..=f64::from(u32::MAX)).contains(&number) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it is an integer in the range"
            )]
            return Ok(WholeNumber(number as u32));
        }
        Err(E::invalid_value(Unexpected::Float(number), &self))
    }
}

#[cfg(test)]
mod tests {
    use super::WholeNumber;

    fn read(json: &str) -> Option<u32> {
        let direct = serde_json::from_str::<WholeNumber>(json).ok();
        let value = serde_json::from_str(json).ok();
        let converted = value.and_then(|value| serde_json::from_value::<WholeNumber>(value).ok());
        assert_eq!(direct, converted, "{json}");
        direct.map(|WholeNumber(number)| number)
    }

    #[test]
    fn a_zero_fraction_is_none() {
        for (json, number) in
            [("0", 0), ("1", 1), ("1.0", 1), ("1e2", 100), ("-0.0", 0), ("4294967295.0", u32::MAX)]
        {
            assert_eq!(read(json), Some(number), "{json}");
        }
    }

    #[test]
    fn other_numbers_and_values_are_refused() {
        for json in [
            "0.5",
            "-1",
            "-1.0",
            "4294967296",
            "4294967296.0",
            "1e300",
            "1e400",
            "\"1\"",
            "null",
            "true",
            "[1]",
        ] {
            assert_eq!(read(json), None, "{json}");
        }
    }
}
