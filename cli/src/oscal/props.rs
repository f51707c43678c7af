//! Properties: the words of OSCAL's own, facts of ours, and the fields of our files.

use crate::document::{Mapping, Node, Value};
use crate::interop::oscal::fields::{Field, one_line};
use crate::interop::oscal::words::{FIELD, NAMESPACE, token};
use crate::oscal::json::{Json, Object};

/// Properties in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Props(Vec<Object>);

impl Props {
    /// None.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// One that OSCAL knows itself.
    #[must_use]
    pub(super) fn known(mut self, name: &str, value: &str) -> Self {
        let value = one_line(value);
        if !value.is_empty() {
            self.0.push(Object::new().with("name", token(name)).with("value", value));
        }
        self
    }

    /// A fact of ours; nothing when there is nothing to say. What is not on one line stands in full
    /// beside it.
    #[must_use]
    pub(super) fn fact(self, name: &str, value: impl AsRef<str>) -> Self {
        self.fact_with(name, value, "")
    }

    /// The same with a remark.
    #[must_use]
    pub(super) fn fact_with(mut self, name: &str, value: impl AsRef<str>, remarks: &str) -> Self {
        let value = value.as_ref();
        let shown = one_line(value);
        if shown.is_empty() {
            return self;
        }
        let whole = if shown == value { String::new() } else { value.to_owned() };
        let remarks = [whole.as_str(), remarks].into_iter().filter(|text| !text.is_empty());
        self.0.push(
            Object::new()
                .with("name", token(name))
                .with("ns", NAMESPACE)
                .with("value", shown)
                .with("remarks", remarks.collect::<Vec<_>>().join("\n\n")),
        );
        self
    }

    /// One fact for each of many.
    #[must_use]
    pub(super) fn facts<T: AsRef<str>>(self, name: &str, values: impl IntoIterator<Item = T>) -> Self {
        values.into_iter().fold(self, |props, value| props.fact(name, value))
    }

    /// A field of our file.
    #[must_use]
    pub(super) fn field(mut self, key: &str, field: &Field) -> Self {
        for (name, value) in field.properties(key) {
            let object = Object::new().with("name", name).with("ns", NAMESPACE).with("value", value);
            self.0.push(object.with("class", FIELD));
        }
        self
    }

    /// A field, where the place that OSCAL has for it does not hold it as it is.
    #[must_use]
    pub(super) fn exact(self, key: &str, text: &str, held: &str) -> Self {
        if text == held { self } else { self.field(key, &Field::Text(text.to_owned())) }
    }

    /// Every field of a mapping but some.
    #[must_use]
    pub(super) fn fields_of(self, mapping: &Mapping, except: &[&str]) -> Self {
        let others = mapping.entries.iter().filter(|entry| !except.contains(&&*entry.key.value));
        others.fold(self, |props, entry| match field(&entry.value) {
            Some(field) => props.field(&entry.key.value, &field),
            None => props,
        })
    }

    /// The same with others behind them.
    #[must_use]
    pub(super) fn and(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
}

impl From<Props> for Json {
    fn from(props: Props) -> Self {
        props.0.into()
    }
}

/// A value of YAML as a field; `None` for a null, which is a field that is not there.
pub(super) fn field(node: &Node) -> Option<Field> {
    Some(match &node.value {
        Value::Null => return None,
        Value::Scalar(scalar) => Field::Text(scalar.text.to_string()),
        Value::Sequence(items) => Field::List(items.iter().filter_map(field).collect()),
        Value::Mapping(mapping) => Field::Map(
            mapping
                .entries
                .iter()
                .filter_map(|entry| Some((entry.key.value.to_string(), field(&entry.value)?)))
                .collect(),
        ),
    })
}
