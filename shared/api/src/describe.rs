//! JSON schemas of what is parsed or written by hand, for the API's description. Only its generator is built with them.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use staffroom_domain::described;

use crate::{After, AtMost, Code, Next, Object, Optional, Rfc3339Timestamp};

described! {
    /// RFC 3339, of the years 0001 to 9999 in UTC. In responses in UTC, to the millisecond
    Rfc3339Timestamp as "Time": json_schema!({ "type": "string", "format": "date-time" });
    /// The cursor of the next page; null on the last page
    Next as "NextCursor": json_schema!({ "type": ["string", "null"] });
    /// Where the list goes on, now or later. It is never null
    After as "AfterCursor": json_schema!({ "type": "string" });
    Code as "Code": json_schema!({ "type": "string", "enum": Code::ALL.map(Code::as_str).to_vec() });
}

/// Implements `JsonSchema` for a wrapper as its content does.
macro_rules! as_its_content {
    ($($wrapper:ident)+) => {$(
        impl<T: JsonSchema> JsonSchema for $wrapper<T> {
            fn schema_name() -> Cow<'static, str> {
                T::schema_name()
            }

            fn inline_schema() -> bool {
                true
            }

            fn json_schema(generator: &mut SchemaGenerator) -> Schema {
                generator.subschema_for::<T>()
            }
        }
    )+};
}

as_its_content! { Object Optional }

impl<T: JsonSchema, const N: usize> JsonSchema for AtMost<T, N> {
    fn schema_name() -> Cow<'static, str> {
        format!("AtMost{N}{}", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let items = generator.subschema_for::<T>();
        json_schema!({ "type": "array", "maxItems": N, "items": items })
    }
}
