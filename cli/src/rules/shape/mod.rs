//! Files that can be read at all.

pub(super) mod ambiguous_number;
pub(super) mod duplicate_id;
pub(super) mod duplicate_key;
pub(super) mod file_too_large;
pub(super) mod id_and_file_name_differ;
pub(super) mod invalid_value;
pub(super) mod misplaced_file;
pub(super) mod missing_field;
pub(super) mod not_utf8;
pub(super) mod unclaimed_file;
pub(super) mod unknown_field;
pub(super) mod unsafe_path;
pub(super) mod word_as_boolean;
pub(super) mod wrong_type;
pub(super) mod yaml_syntax;
