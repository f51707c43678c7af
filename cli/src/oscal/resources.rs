//! Files of the repository as resources: where each lies, and the digest of its bytes.

use std::collections::BTreeMap;

use crate::interop::oscal::fields::one_line;
use crate::model::{Artifact, Record, Register, Target};
use crate::oscal::desk::{Desk, text};
use crate::oscal::json::Object;
use crate::oscal::props::Props;
use crate::place::Sha256;

/// Resources by the path or address that they stand for, each once.
#[derive(Default)]
pub(super) struct Resources(BTreeMap<String, Object>);

/// The digest of a file's bytes as they lie at the revision.
fn digest(desk: &Desk<'_>, register: &Register, path: &str) -> Option<Sha256> {
    let fact = register.file(path)?;
    fact.sha256.or_else(|| desk.material.contents.get(&fact.path).map(|bytes| Sha256::of(bytes)))
}

impl Resources {
    /// A file of the repository; gives how the document refers to it.
    pub(super) fn file(&mut self, desk: &Desk<'_>, path: &str, props: Props) -> String {
        let register = desk.material.register;
        let fact = register.file(path);
        let sha256 = digest(desk, register, path).map(|digest| digest.to_string());
        let mut props = props.fact("path", path);
        match fact {
            None => props = props.fact("absent", "true"),
            Some(fact) => {
                let blob = fact.blob.map(|blob| blob.to_string()).unwrap_or_default();
                props = props.fact("bytes", fact.size.to_string()).fact("git-blob", blob);
            }
        }
        self.put(desk, "file", path, &desk.href(path), sha256.as_deref(), props)
    }

    /// An address outside the repository, with the digest that a record gives it.
    fn elsewhere(&mut self, desk: &Desk<'_>, url: &str, sha256: Option<&str>, props: Props) -> String {
        let props = props.fact("kept-elsewhere", "true").fact("url", url);
        self.put(desk, "url", url, &address(url), sha256, props)
    }

    fn put(
        &mut self,
        desk: &Desk<'_>,
        what: &str,
        name: &str,
        href: &str,
        sha256: Option<&str>,
        props: Props,
    ) -> String {
        let uuid = desk.uuid(what, &[name]);
        let hash = sha256.map(|value| Object::new().with("algorithm", "SHA-256").with("value", value));
        let link = Object::new().with("href", href).with("hashes", hash.into_iter().collect::<Vec<_>>());
        let title = one_line(name);
        let resource = Object::new()
            .with("uuid", &uuid)
            .with("title", if title.is_empty() { "?".to_owned() } else { title })
            .with("props", props)
            .with("rlinks", vec![link]);
        self.0.entry(uuid.clone()).or_insert(resource);
        format!("#{uuid}")
    }

    /// A record and everything that it names as evidence; references with what each is.
    pub(super) fn record(&mut self, desk: &Desk<'_>, record: &Record) -> Vec<Object> {
        let seen = |href: String, what: String| Object::new().with("href", href).with("description", what);
        let path = record.path.as_str();
        let own = self.file(desk, path, Props::new().fact("kind", "record"));
        let mut found = vec![seen(own, format!("The record {path}."))];
        for artifact in &record.artifacts {
            let props = artifact_facts(artifact);
            let stated = text(artifact.sha256.as_ref());
            let (href, name) = match &artifact.target {
                Target::Url(url) => {
                    let known = artifact.digest().map(|digest| digest.to_string());
                    (self.elsewhere(desk, url, known.as_deref(), props), url.value.clone())
                }
                Target::File(file) => {
                    let path = record.artifact_path(file).map(|path| path.to_string());
                    let path = path.unwrap_or_else(|| format!("{}/{}", record.folder(), file.value));
                    let actual = digest(desk, desk.material.register, &path).map(|digest| digest.to_string());
                    let differs =
                        !stated.is_empty() && actual.as_deref() != Some(&stated.to_ascii_lowercase());
                    let props = if differs { props.fact("stated-sha256", stated) } else { props };
                    let props = if stated.is_empty() { props.fact("stated-sha256", "none") } else { props };
                    (self.file(desk, &path, props), path)
                }
            };
            found.push(seen(href, format!("The artifact {}.", one_line(&name))));
        }
        found
    }

    /// `back-matter`
    pub(super) fn back_matter(self) -> Object {
        Object::new().with("resources", self.0.into_values().collect::<Vec<_>>())
    }
}

fn artifact_facts(artifact: &Artifact) -> Props {
    let command: Vec<&str> = artifact.command.iter().map(|word| word.value.as_str()).collect();
    let captured = artifact.captured.as_ref().map_or("", |moment| moment.text.value.as_str());
    Props::new()
        .fact("kind", "artifact")
        .facts("for", artifact.answers.iter().map(|one| one.value.as_str()))
        .fact("command", command.join(" "))
        .fact("captured-at", captured)
}

/// An address as a reference (RFC 3986): what cannot stand in one is percent-encoded.
fn address(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for byte in url.trim().bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~:/?#@!$&'()*+,;=%".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&crate::text::escape::uri(&char::from(byte).to_string()));
        }
    }
    let scheme = out.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    let percent = out.match_indices('%').all(|(at, _)| {
        out.get(at + 1..at + 3).is_some_and(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
    });
    // What is no address of any sort is a name, and stays one.
    if scheme && percent && out.matches('#').count() < 2 { out } else { crate::text::escape::uri(url) }
}

/// The prose of the system description.
pub(super) fn system(desk: &Desk<'_>) -> Object {
    let mut resources = Resources::default();
    for (criterion, fact) in &desk.material.register.system_prose {
        let _ =
            resources.file(desk, fact.path.as_str(), Props::new().fact("description-criterion", criterion));
    }
    for policy in desk.material.register.policies.by_id() {
        let _ = resources.file(desk, policy.path.as_str(), Props::new().fact("policy", &policy.id.value));
    }
    resources.back_matter()
}
